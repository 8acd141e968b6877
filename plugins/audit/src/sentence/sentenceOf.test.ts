import type { AuditRecord } from '@kubemate/plugin-audit-common';
import { entry } from '../__testUtils__/records';
import { sentence as texts } from '../translations/en/sentence';
import { sentenceOf } from './sentenceOf';

const say = (given: Partial<AuditRecord>) => {
  const { key, params } = sentenceOf(entry(given));
  return texts[key].replace(/{{(\w+)}}/g, (_, name: string) => params[name] ?? `MISSING ${name}`);
};

describe('sentences', () => {
  it.each<[Partial<AuditRecord>, string]>([
    [{}, 'priya scaled api 2 → 5 in shop · prod'],
    [{ diff: [] }, 'priya: Scale Deployment api from 2 to 5 replicas'],
    [{ outcome: 'denied' }, 'priya was refused: Scale Deployment api from 2 to 5 replicas'],
    [{ outcome: 'failed' }, 'priya tried in vain: Scale Deployment api from 2 to 5 replicas'],
    [{ outcome: 'waiting' }, 'priya asked for: Scale Deployment api from 2 to 5 replicas'],
    [{ action: 'clusters.restart-workload' }, 'priya restarted api in shop · prod'],
    [{ action: 'clusters.delete-object' }, 'priya deleted Deployment api in shop · prod'],
    [
      { action: 'tenants.create-tenant', summary: 'Create tenant shop' },
      'priya: Create tenant shop',
    ],
    [{ undoOf: 'x', summary: 'Scale back' }, 'priya undid: Scale back'],
    [{ kind: 'request', summary: 'GET /api/x' }, 'priya · GET /api/x'],
    [
      { kind: 'event', plugin: 'catalog', summary: 'entity-mutate refresh' },
      'priya · catalog: entity-mutate refresh',
    ],
    [
      { kind: 'kubernetes', actor: 'kubernetes:prod/admin', summary: 'delete pods shop/a' },
      'admin: delete pods shop/a in shop · prod',
    ],
    [{ action: 'audit.export-records', input: { count: 3 } }, 'priya exported 3 audit records'],
  ])('of %j', (given, expected) => {
    expect(say(given)).toBe(expected);
  });
});
