import type {
  AuditEntry,
  AuditRecord,
  RecordFacets,
  RecordFilter,
} from '@kubemate/plugin-audit-common';
import type { RecordScope } from './RecordScope';

/** Where objects of records are: a kind of object in a namespace of a cluster. Empty namespace: of the whole cluster; empty cluster: of the portal. */
export interface Place {
  readonly id: number;
  readonly cluster: string;
  readonly group: string;
  readonly resource: string;
  readonly namespace: string;
}

export interface RecordPageRequest {
  readonly filter: RecordFilter;
  readonly scope: RecordScope;
  readonly limit: number;
  readonly cursor?: string;
}

/** Questions to the records; none of them changes anything. */
export interface RecordStore {
  /** Newest first, each with those that are the same thing. */
  page(
    request: RecordPageRequest,
  ): Promise<{ readonly items: readonly AuditEntry[]; readonly nextCursor?: string }>;
  facets(filter: RecordFilter, scope: RecordScope): Promise<RecordFacets>;
  count(filter: RecordFilter, scope: RecordScope): Promise<number>;
  get(id: string, scope: RecordScope): Promise<AuditEntry | undefined>;
  places(): Promise<readonly Place[]>;
  /** The first record of a chain that the filter covers, by position. */
  firstSeq(chain: string, filter: RecordFilter): Promise<number | undefined>;
  /** Records of the trail after a position, in order, for the rules. */
  after(seq: number, limit: number): Promise<readonly AuditRecord[]>;
  extent(
    chain: string,
  ): Promise<{ readonly records: number; readonly oldestAt?: number; readonly newestAt?: number }>;
}
