import type { TrailEvent } from '@kubemate/plugin-audit-common';
import type { ChainStore } from './chain/ChainStore';
import { toEntry } from './chain/toEntry';
import type { TenantDirectory } from './visibility/TenantDirectory';

export interface AuditTrailDeps {
  readonly store: ChainStore;
  readonly tenants: TenantDirectory;
  /** Told after new records of the trail are safe. */
  readonly onRecorded: () => void;
}

/** Where every event goes in. */
export class AuditTrail {
  readonly #deps: AuditTrailDeps;

  constructor(deps: AuditTrailDeps) {
    this.#deps = deps;
  }

  /** Resolves when every event has its record; how many are new. */
  async record(events: readonly TrailEvent[]): Promise<number> {
    const { store, tenants, onRecorded } = this.#deps;
    const entries = events.map(event => toEntry(event, target => tenants.tenantOf(target)));
    const added = await store.append(entries);
    if (added.some(({ record }) => record.chain === 'trail')) onRecorded();
    return added.length;
  }
}
