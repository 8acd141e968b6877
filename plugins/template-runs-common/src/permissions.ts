import { createPermission } from '@backstage/plugin-permission-common';

/** What the portal offers on runs of templates, by role, beside the scaffolder’s own permissions. */
export const templateRunPermissions = {
  /** Take back what a run has made. Each step needs the permission and rights of what takes it back besides. */
  undo: createPermission({ name: 'template-runs.undo', attributes: { action: 'delete' } }),
} as const;
