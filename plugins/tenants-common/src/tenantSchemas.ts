import { z } from 'zod';

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/** Stands in labels and in names of objects, with a prefix. */
export const tenantNameSchema = z
  .string()
  .min(1)
  .max(40)
  .regex(DNS_LABEL, 'may hold lower-case letters, digits and dashes');
export const namespaceNameSchema = z
  .string()
  .min(1)
  .max(63)
  .regex(DNS_LABEL, 'may hold lower-case letters, digits and dashes');
export const clusterNameSchema = z.string().min(1).max(63);

export const ENVIRONMENTS = ['dev', 'staging', 'prod'] as const;
export const environmentSchema = z.enum(ENVIRONMENTS);

export const TENANT_ROLES = [
  'tenant-admin',
  'developer',
  'ml-engineer',
  'viewer',
  'auditor',
] as const;
export const tenantRoleSchema = z.enum(TENANT_ROLES);

/** A user or a group of the catalog, as it is written there in full. */
export const subjectRefSchema = z
  .string()
  .max(250)
  .regex(
    /^(user|group):[a-z0-9][-._a-z0-9]*\/[a-z0-9][-._a-z0-9]*$/,
    'must be user:namespace/name or group:namespace/name',
  );

export const memberSchema = z.strictObject({
  subject: subjectRefSchema,
  role: tenantRoleSchema,
  /** Where the role counts; everywhere where absent. */
  environments: z.array(environmentSchema).min(1).optional(),
});

/** Namespaces of one cluster that serve one environment. */
export const placementSchema = z.strictObject({
  cluster: clusterNameSchema,
  environment: environmentSchema,
  namespaces: z.array(namespaceNameSchema).min(1).max(50),
});

export const networkSchema = z.strictObject({
  /**
   * `ingress`: nothing from outside the tenant gets in. `full`: nothing gets out either, but to the tenant itself and to DNS. `open`: no policies.
   */
  isolation: z.enum(['open', 'ingress', 'full']).default('ingress'),
  /** Namespaces outside the tenant that may call in (and with `full`, be called). */
  peers: z.array(namespaceNameSchema).max(50).default([]),
});

export const serviceAccountSchema = z.strictObject({
  name: namespaceNameSchema,
  /** Names of Secrets in the namespace with credentials of registries. */
  imagePullSecrets: z.array(z.string().min(1).max(253)).max(10).default([]),
});

/** How what runs in a tenant's namespaces is promoted: each lets through what the ones after it ask for. */
export const TENANT_DELIVERIES = ['direct', 'commit', 'pull-request'] as const;

/** What a tenant declares. The clusters are held to it. */
export const tenantSpecSchema = z.strictObject({
  name: tenantNameSchema,
  title: z.string().min(1).max(100),
  description: z.string().max(500).optional(),
  /** The group that answers for it. */
  owner: subjectRefSchema,
  /** A plan of the configuration: quota and limits of each namespace. */
  plan: z.string().min(1).max(40),
  members: z.array(memberSchema).max(200).default([]),
  placements: z.array(placementSchema).min(1).max(100),
  network: networkSchema.default({ isolation: 'ingress', peers: [] }),
  podSecurity: z.enum(['privileged', 'baseline', 'restricted']).default('baseline'),
  serviceAccounts: z.array(serviceAccountSchema).max(20).default([]),
  /** What a promotion has to take at least: an image may be set on the cluster, or there has to be a commit, or a pull request. `direct` where absent. */
  delivery: z.enum(TENANT_DELIVERIES).optional(),
  /** Image names must begin with one of these, up to a `/`, `:` or `@`; any where empty. */
  registries: z
    .array(
      z
        .string()
        .min(1)
        .max(200)
        .regex(/^[a-z0-9][-a-z0-9./:_]*$/, 'must be the beginning of an image name'),
    )
    .max(20)
    .default([]),
});

/** What other plugins must know of every tenant, archived ones included: their namespaces stay claimed. */
export const tenantDirectorySchema = z.object({
  items: z.array(
    z.object({
      name: tenantNameSchema,
      title: z.string(),
      description: z.string().optional(),
      state: z.enum(['active', 'archived']),
      plan: z.string(),
      owner: subjectRefSchema,
      placements: z.array(placementSchema),
      delivery: z.enum(TENANT_DELIVERIES).optional(),
      /** Users and groups that may know that there is such a tenant: its owner and all its members. */
      readers: z.array(subjectRefSchema),
      /** Users and groups that may see everything of it: its owner, and its members who are `tenant-admin` or `auditor`. */
      overseers: z.array(subjectRefSchema),
    }),
  ),
});

/** What the caller may do with a tenant, by their roles in the portal and in it. */
export const tenantActionsSchema = z.object({
  change: z.boolean(),
  archive: z.boolean(),
  setMembers: z.boolean(),
  repair: z.boolean(),
  requestQuota: z.boolean(),
  decideQuota: z.boolean(),
});

export const tenantSchema = z.object({
  ...tenantSpecSchema.shape,
  state: z.enum(['active', 'archived']),
  /** Counts changes. */
  revision: z.number().int(),
  /** Epoch milliseconds. */
  createdAt: z.number(),
  createdBy: z.string(),
  updatedAt: z.number(),
  updatedBy: z.string(),
  /** Roles of the caller in it. */
  roles: z.array(tenantRoleSchema),
  may: tenantActionsSchema,
});

export const planSchema = z.object({
  name: z.string(),
  title: z.string(),
  /** `spec.hard` of the ResourceQuota in each namespace. */
  quota: z.record(z.string(), z.string()),
  /** Of each container that says nothing itself. */
  defaultRequest: z.record(z.string(), z.string()).optional(),
  default: z.record(z.string(), z.string()).optional(),
});

export const quotaRequestSchema = z.object({
  id: z.string(),
  tenant: z.string(),
  fromPlan: z.string(),
  plan: z.string(),
  reason: z.string(),
  status: z.enum(['waiting', 'approved', 'refused', 'withdrawn']),
  requestedBy: z.string(),
  requestedAt: z.number(),
  /** Who approved, refused or withdrew it. */
  decidedBy: z.string().optional(),
  decidedAt: z.number().optional(),
  note: z.string().optional(),
});

export const listedTenantSchema = tenantSchema.extend({
  /** Requests for quota that nobody has decided on. */
  waitingRequests: z.number().int(),
});

export const tenantListSchema = z.object({
  items: z.array(listedTenantSchema),
  plans: z.array(planSchema),
  /** Clusters that tenants can be on, with the environment that their labels say. */
  clusters: z.array(
    z.object({
      name: z.string(),
      title: z.string(),
      environment: environmentSchema.optional(),
    }),
  ),
  /** Whether the caller may create one. */
  mayCreate: z.boolean(),
  /** Whether the caller may ask what others could do, and who has too many rights. */
  mayAskAboutOthers: z.boolean(),
});

export const subjectQuerySchema = z.strictObject({
  /** Part of a name or title. */
  text: z.string().max(100).default(''),
  kind: z.enum(['user', 'group', 'any']).default('any'),
});

/** Users and groups of the catalog, as far as the caller may see them. */
export const subjectListSchema = z.object({
  items: z.array(z.object({ ref: subjectRefSchema, title: z.string() })),
  /** More match than these. */
  truncated: z.boolean(),
});

const driftTargetSchema = z.object({
  cluster: z.string(),
  namespace: z.string().optional(),
  apiVersion: z.string(),
  kind: z.string(),
  name: z.string(),
});

export const driftSchema = z.object({
  target: driftTargetSchema,
  state: z.enum(['missing', 'changed', 'extra']),
  /** Absent `declared` is on the cluster and not declared, absent `live` the other way round. */
  changes: z.array(
    z.object({
      path: z.string(),
      declared: z.unknown().optional(),
      live: z.unknown().optional(),
    }),
  ),
});

export const quotaUseSchema = z.object({
  resource: z.string(),
  used: z.string(),
  hard: z.string(),
});

export const namespaceStatusSchema = z.object({
  cluster: z.string(),
  environment: environmentSchema,
  namespace: z.string(),
  state: z.enum(['active', 'terminating', 'missing', 'unknown']),
  /** Of every quota in the namespace, the tightest of each resource. */
  quota: z.array(quotaUseSchema),
  drift: z.number().int(),
});

export const tenantStatusSchema = z.object({
  namespaces: z.array(namespaceStatusSchema),
  drift: z.array(driftSchema),
  broken: z.array(
    z.object({
      cluster: z.string(),
      namespace: z.string(),
      resource: z.string(),
      kind: z.string(),
      name: z.string(),
      health: z.enum(['failed', 'warning']),
      reason: z.string(),
    }),
  ),
  /** What could not be looked at. */
  failures: z.array(z.object({ cluster: z.string(), reason: z.string() })),
  asOf: z.number(),
});
