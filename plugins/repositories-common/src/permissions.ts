import { createPermission } from '@backstage/plugin-permission-common';
import type { BasicPermission, PermissionAttributes } from '@backstage/plugin-permission-common';

function basic(name: string, action: PermissionAttributes['action']): BasicPermission {
  return createPermission({ name, attributes: { action } });
}

/** What the portal offers on repositories, by role. That a person belongs to the group that owns a repository counts besides. */
export const repositoryPermissions = {
  /** See and clone repositories that are internal or one's own. */
  read: basic('repositories.read', 'read'),
  create: basic('repositories.create', 'create'),
  /** Push and commit to repositories of one's own groups, and open pull requests in them. */
  write: basic('repositories.write', 'update'),
  merge: basic('repositories.merge', 'update'),
  /** Change the settings and webhooks of repositories of one's own groups. */
  configure: basic('repositories.configure', 'update'),
  /** Make and take back tokens of one's own, by which git proves who pushes. */
  accessToken: basic('repositories.access-token.manage', 'update'),
  delete: basic('repositories.delete', 'delete'),
  /** Do on every repository what members of its owner may. */
  manageAll: basic('repositories.manage.all', 'update'),
} as const;
