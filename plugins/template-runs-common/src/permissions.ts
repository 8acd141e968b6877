import { createPermission } from '@backstage/plugin-permission-common';

/** What the portal offers on runs of templates, by role, beside the scaffolder’s own permissions. */
export const templateRunPermissions = {
  /** Take back what a run has made. Each step needs the permission and rights of what takes it back besides. */
  undo: createPermission({ name: 'template-runs.undo', attributes: { action: 'delete' } }),
  /** Register in the catalog by a step of a template, where all that it brings is one's own. */
  registerOwn: createPermission({
    name: 'template-runs.register-own',
    attributes: { action: 'create' },
  }),
} as const;
