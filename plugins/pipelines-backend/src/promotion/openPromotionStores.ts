import type { DatabaseService } from '@backstage/backend-plugin-api';
import { KnexApprovalStore } from './approvals/KnexApprovalStore';
import type { ApprovalStore } from './approvals/ApprovalStore';
import { KnexFreezeStore } from './freezes/KnexFreezeStore';
import type { FreezeStore } from './freezes/FreezeStore';
import { migratePromotions } from './migratePromotions';
import { KnexPromotionStore } from './promotions/KnexPromotionStore';
import type { PromotionStore } from './promotions/PromotionStore';
import { KnexReleaseStore } from './releases/KnexReleaseStore';
import type { ReleaseStore } from './releases/ReleaseStore';

/** All that is remembered of promotions. */
export interface PromotionStores {
  readonly promotions: PromotionStore;
  readonly releases: ReleaseStore;
  readonly approvals: ApprovalStore;
  readonly freezes: FreezeStore;
}

/** In the plugin's own database, SQLite or PostgreSQL. */
export async function openPromotionStores(database: DatabaseService): Promise<PromotionStores> {
  const db = await database.getClient();
  if (!database.migrations?.skip) await migratePromotions(db);
  return {
    promotions: new KnexPromotionStore(db),
    releases: new KnexReleaseStore(db),
    approvals: new KnexApprovalStore(db),
    freezes: new KnexFreezeStore(db),
  };
}
