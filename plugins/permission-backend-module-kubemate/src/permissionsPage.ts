import type { Permission } from '@backstage/plugin-permission-common';
import { grantOf } from './grantOf';
import { PERMISSION_CATALOGUE } from './permissionCatalogue';
import { ROLE_NAMES, ROLES } from './roles';
import type { Role } from './roles';

const MARKS = { allow: '✓', own: 'own', deny: '' } as const;

const SUMMARIES: Readonly<Record<string, string>> = {
  'clusters.workload.update':
    'Scale, restart, pause, set an image, roll back, run or suspend a CronJob',
  'clusters.object.create': 'Make objects from YAML',
  'clusters.object.update':
    'Edit objects: YAML, labels, annotations, ConfigMaps, Secrets, volume sizes',
  'clusters.object.delete': 'Delete objects',
  'clusters.pod.evict': 'Take pods off their nodes',
  'clusters.pod.exec': 'Open a terminal in a container, add a debug container',
  'clusters.node.update': 'Cordon, drain, taint and label nodes',
  'clusters.secret.reveal': 'Read the values of a Secret; recorded like a change',
  'clusters.release.update': 'Roll Helm releases back',
  'clusters.cluster.create': 'Add a cluster while the portal runs',
  'clusters.cluster.update': 'Edit a cluster that was added, rotate its credential',
  'clusters.cluster.delete': 'Remove a cluster that was added',
  'pipelines.run.read': 'See runs of pipelines, their logs, and definitions',
  'pipelines.run.start': 'Start a run, or run one again',
  'pipelines.run.cancel': 'Cancel a run',
  'pipelines.run.answer': 'Let a run go on that waits for a person, or end it',
  'pipelines.run.delete': 'Delete a run from its cluster or from Jenkins',
  'pipelines.job.create': 'Create a job of Jenkins in a folder of one’s groups',
  'pipelines.job.delete': 'Delete a job of Jenkins with its builds',
  'pipelines.promote': 'Promote a component to an environment, or ask for approval to do so',
  'pipelines.approve':
    'Approve or reject a promotion that somebody else asked for, in groups that the environment names',
  'pipelines.rollback': 'Go back to an earlier release',
  'pipelines.freeze': 'Add windows to the freeze calendar, and remove them',
  'pipelines.freeze.override': 'Promote in a change freeze, with a reason',
  'repositories.read': 'See and clone repositories that are internal or one’s own',
  'repositories.create': 'Create a repository for a group one belongs to',
  'repositories.write': 'Push, commit and open pull requests in repositories of one’s groups',
  'repositories.merge': 'Merge pull requests in repositories of one’s groups',
  'repositories.access-token.manage':
    'Make and take back tokens of one’s own, by which git proves who pushes',
  'repositories.configure': 'Change settings and webhooks of repositories of one’s groups',
  'repositories.delete': 'Delete repositories of one’s groups',
  'repositories.manage.all': 'Do what members of its owner may, on every repository',
  'tenants.tenant.read': 'See the tenants one belongs to',
  'tenants.tenant.read.all': 'See every tenant',
  'tenants.tenant.manage.all': 'Do what a tenant’s admins do, on every tenant',
  'tenants.tenant.create': 'Create a tenant or adopt namespaces into one',
  'tenants.tenant.update': 'Change what a tenant declares',
  'tenants.tenant.archive': 'Archive a tenant',
  'tenants.members.update': 'Say who belongs to a tenant, and as what',
  'tenants.drift.repair': 'Put back what differs from the declared tenant',
  'tenants.quota.request': 'Ask for more quota',
  'tenants.quota.decide': 'Approve or refuse a request for quota of somebody else',
  'tenants.access.read': 'Ask what one may do oneself, and why',
  'tenants.access.simulate.all': 'Ask what others could do, and who has too many rights',
  'audit.record.read': 'Read one’s own records, and those of objects that one may list',
  'audit.record.read.all': 'Read the whole audit trail',
  'audit.record.export': 'Take the records that one may read out as a file; recorded itself',
  'audit.chain.verify': 'Check the audit trail for changed and missing records',
  'template-runs.undo': 'Take back what a run of a template has made',
  'template-runs.register-own':
    'Register in the catalog, by a step of a template, what one or one’s groups own',
  'kubemate.operation.approve': 'Approve or reject what somebody else wants to do',
};

const INTRODUCTION = `Two things decide, and both must agree:

- **Permissions** say what the portal offers: a role is a set of permissions, and this page is the list of all of them.
- **Rights on the cluster** (Kubernetes RBAC) say what may be done there. The portal acts as the person who asks, so a permission without the right does nothing,
  and a right without the permission is not offered here.

A person has the roles of \`kubemate.roles\` in the configuration, by themselves or by their groups, and the roles they have in a tenant:

\`\`\`yaml
permission:
  enabled: true
kubemate:
  roles:
    everyone: viewer # or none, or developer
    platform-admin: [group:default/platform-team]
    auditor: [group:default/auditors]
    developer: [group:default/shop-team, user:default/dana]
\`\`\`

A role in a tenant lets its holder use these permissions on that tenant only; the tenants plugin and the cluster check which tenant it is about.
With \`kubemate.signIn: local\` the person at this machine is a platform admin of the portal, and their kubeconfig decides on the clusters.
Where nobody is a platform admin, the portal says so in its log at start-up.

✓ the role may; **own**: on entities of the catalog that the person or one of their groups owns.`;

/** `docs/permissions.md`, generated from the roles and from every permission there is. */
export function permissionsPage(): string {
  return `${[
    '<!-- Generated by `node scripts/permissions.mjs`. Change the roles in plugins/permission-backend-module-kubemate/src/roles.ts instead. -->',
    '# Roles and permissions',
    INTRODUCTION,
    '## Roles',
    table(
      ['Role', 'Who', 'May'],
      ROLE_NAMES.map(role => [`\`${role}\``, ROLES[role].summary, mayOf(role)]),
    ),
    ...PERMISSION_CATALOGUE.flatMap(({ title, permissions }) => [
      `## ${title}`,
      table(
        ['Permission', 'What it is for', ...ROLE_NAMES.map(role => `\`${role}\``)],
        byName(permissions).map(permission => [
          `\`${permission.name}\``,
          SUMMARIES[permission.name] ?? 'Backstage’s own',
          ...ROLE_NAMES.map(role => MARKS[grantOf(role, permission)]),
        ]),
      ),
    ]),
  ].join('\n\n')}\n`;
}

/** Permissions of ours that have no sentence yet; a test holds that there are none. */
export function undocumented(): readonly string[] {
  const ours = PERMISSION_CATALOGUE.slice(0, 4).flatMap(({ permissions }) => permissions);
  return ours.map(({ name }) => name).filter(name => SUMMARIES[name] === undefined);
}

function mayOf(role: Role): string {
  const count = PERMISSION_CATALOGUE.flatMap(({ permissions }) => permissions);
  const allowed = count.filter(permission => grantOf(role, permission) !== 'deny').length;
  return `${allowed} of ${count.length} permissions`;
}

function byName(permissions: readonly Permission[]): readonly Permission[] {
  return [...permissions].sort((a, b) => a.name.localeCompare(b.name, 'en'));
}

/** Padded as the formatter would, so that the generated page passes its check. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) =>
    Math.max(3, ...[head, ...rows].map(row => (row[column] ?? title).length)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map(width => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
