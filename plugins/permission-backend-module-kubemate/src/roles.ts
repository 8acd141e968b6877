/** What one role may, as patterns over the names of permissions: `*` at the end stands for anything. */
export interface RoleGrants {
  /** One sentence for the generated documentation. */
  readonly summary: string;
  /** Every permission whose action is `read`, without those in {@link CONFIDENTIAL}. */
  readonly reads: boolean;
  readonly allows: readonly string[];
  /** Counts on entities of the catalog that the person or one of their groups owns. */
  readonly allowsOnOwn?: readonly string[];
}

/** Reads that most people have no business with. A role has to name them. */
export const CONFIDENTIAL: readonly string[] = [
  '*.all',
  '*.reveal',
  '*.export',
  'audit.*',
  'catalog.ingestion.*',
];

const SCAFFOLD = [
  'scaffolder.action.execute',
  'scaffolder.task.create',
  'scaffolder.task.cancel',
  'scaffolder.template.dry-run',
  'template-runs.undo',
  'template-runs.register-own',
];

/** Work on what runs. The cluster's own rights say where. */
const WORK = [
  ...SCAFFOLD,
  'clusters.workload.*',
  'clusters.object.*',
  'clusters.pod.*',
  'clusters.release.*',
  'clusters.secret.reveal',
  'pipelines.run.*',
  'pipelines.job.*',
  'pipelines.promote',
  'pipelines.approve',
  'pipelines.rollback',
  'repositories.create',
  'repositories.access-token.*',
  'repositories.write',
  'repositories.merge',
  'repositories.configure',
  'repositories.delete',
  'tenants.quota.request',
  'audit.record.read',
];

const OWN = ['catalog.entity.refresh', 'catalog.entity.delete'];

/** Every role, and the only place that knows them. */
export const ROLES = {
  'platform-admin': {
    summary: 'Runs the portal, its clusters and its tenants.',
    reads: true,
    allows: ['*'],
  },
  'tenant-admin': {
    summary: 'Answers for a tenant: its members, its quota, what runs in it.',
    reads: true,
    allows: [
      ...WORK,
      'kubemate.operation.approve',
      'pipelines.freeze',
      'tenants.tenant.update',
      'tenants.members.update',
      'tenants.drift.repair',
    ],
    allowsOnOwn: OWN,
  },
  developer: {
    summary: 'Builds and runs services.',
    reads: true,
    allows: WORK,
    allowsOnOwn: OWN,
  },
  'ml-engineer': {
    summary: 'Trains, tunes and serves models, and runs what is needed for it.',
    reads: true,
    allows: [...WORK, 'models.*', 'knowledge.*', 'finetuning.*', 'gpu.request.*'],
    allowsOnOwn: OWN,
  },
  viewer: { summary: 'Looks, and changes nothing.', reads: true, allows: [] },
  auditor: {
    summary: 'Reads everything but secrets, with the whole audit trail, and changes nothing.',
    reads: true,
    allows: [
      'audit.*.read',
      'audit.*.read.all',
      'audit.*.verify',
      'audit.*.export',
      'tenants.*.all',
    ],
  },
} as const satisfies Record<string, RoleGrants>;

export type Role = keyof typeof ROLES;

export const ROLE_NAMES = Object.keys(ROLES).filter(isRole);

export function isRole(name: string): name is Role {
  return Object.hasOwn(ROLES, name);
}

/** Roles that may never change anything, whatever patterns say. */
export const READ_ONLY_ROLES: readonly Role[] = ['viewer', 'auditor'];
