import type { DatabaseService } from '@backstage/backend-plugin-api';
import { KnexApprovalStore } from './approvals/KnexApprovalStore';
import type { ApprovalStore } from './approvals/ApprovalStore';
import { KnexFreezeStore } from './freezes/KnexFreezeStore';
import type { FreezeStore } from './freezes/FreezeStore';
import type { ApprovalMailStore } from './mail/ApprovalMailStore';
import { KnexApprovalMailStore } from './mail/KnexApprovalMailStore';
import type { InputStore } from '../waiting/mail/InputStore';
import { KnexInputStore } from '../waiting/mail/KnexInputStore';
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
  readonly mails: ApprovalMailStore;
  /** Beside promotions, for the same outbox. */
  readonly inputs: InputStore;
}

/**
 * In the plugin's own database, SQLite or PostgreSQL.
 * @param options - `tellsByMail`: with each request for approval is kept that mail about it is to be sent
 */
export async function openPromotionStores(
  database: DatabaseService,
  options: { tellsByMail: boolean } = { tellsByMail: false },
): Promise<PromotionStores> {
  const db = await database.getClient();
  if (!database.migrations?.skip) await migratePromotions(db);
  return {
    promotions: new KnexPromotionStore(db),
    releases: new KnexReleaseStore(db),
    approvals: new KnexApprovalStore(db, options),
    freezes: new KnexFreezeStore(db),
    mails: new KnexApprovalMailStore(db),
    inputs: new KnexInputStore(db),
  };
}
