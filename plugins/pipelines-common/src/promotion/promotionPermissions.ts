import { createPermission } from '@backstage/plugin-permission-common';
import type { BasicPermission } from '@backstage/plugin-permission-common';

function update(name: string): BasicPermission {
  return createPermission({ name, attributes: { action: 'update' } });
}

/** Who takes components from one environment to the next. The gates of an environment and the rights on its cluster count besides. */
export const promotionPermissions = {
  /** Promote, and ask for approval. */
  promote: update('pipelines.promote'),
  /** Approve and reject; which groups count is said by the environment. */
  approve: update('pipelines.approve'),
  rollback: update('pipelines.rollback'),
  /** Add and remove windows in which nothing is promoted. */
  freeze: update('pipelines.freeze'),
  /** Promote in such a window all the same. */
  overrideFreeze: update('pipelines.freeze.override'),
} as const;
