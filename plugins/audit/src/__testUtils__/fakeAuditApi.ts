import type {
  AuditApi,
  AuditStatus,
  RecordFacets,
  VerifyReport,
} from '@kubemate/plugin-audit-common';
import { entry } from './records';

export const REPORT: VerifyReport = {
  ok: true,
  at: Date.now(),
  durationMs: 12,
  key: 'config',
  anchorStore: 's3://audit/',
  chains: [
    {
      chain: 'trail',
      ok: true,
      records: 7,
      first: 1,
      last: 7,
      anchors: 1,
      anchoredAt: Date.now(),
      problems: [],
    },
    { chain: 'reads', ok: true, records: 0, anchors: 0, problems: [] },
  ],
};

export const STATUS: AuditStatus = {
  chains: [
    { chain: 'trail', records: 7, keepDays: 400 },
    { chain: 'reads', records: 0, keepDays: 14 },
  ],
  may: { readAll: true, export: true, verify: true },
};

export const FACETS: RecordFacets = {
  total: 1,
  facets: {
    actor: [{ value: 'user:default/priya', count: 1 }],
    verb: [{ value: 'scale-workload', count: 1 }],
    cluster: [{ value: 'prod', count: 1 }],
    namespace: [{ value: 'shop', count: 1 }],
    plugin: [{ value: 'clusters', count: 1 }],
    outcome: [{ value: 'succeeded', count: 1 }],
    kind: [{ value: 'operation', count: 1 }],
    severity: [{ value: 'medium', count: 1 }],
    tenant: [],
  },
};

/** An audit trail with one record, or what the test says. */
export function fakeAuditApi(given: Partial<AuditApi> = {}): AuditApi {
  return {
    listRecords: async () => ({ items: [entry()], scope: 'all' }),
    getFacets: async () => FACETS,
    getRecord: async () => entry(),
    getStatus: async () => STATUS,
    verify: async () => REPORT,
    listNotices: async () => ({ items: [], unread: 0 }),
    readNotices: async () => ({ items: [], unread: 0 }),
    exportRecords: async () => 'time\n',
    ...given,
  };
}
