import type { RootConfigService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { ENVIRONMENTS, TENANT_ROLES, tenantSpecSchema } from '@kubemate/plugin-tenants-common';
import type { Environment, Plan, TenantRole, TenantSpec } from '@kubemate/plugin-tenants-common';
import { z } from 'zod';

const DEFAULT_PLANS: Readonly<Record<string, Omit<Plan, 'name'>>> = {
  small: {
    title: 'Small',
    quota: { 'requests.cpu': '4', 'requests.memory': '8Gi', pods: '40' },
    defaultRequest: { cpu: '50m', memory: '64Mi' },
  },
  medium: {
    title: 'Medium',
    quota: { 'requests.cpu': '12', 'requests.memory': '24Gi', pods: '80' },
    defaultRequest: { cpu: '50m', memory: '64Mi' },
  },
  large: {
    title: 'Large',
    quota: { 'requests.cpu': '32', 'requests.memory': '96Gi', pods: '200' },
    defaultRequest: { cpu: '50m', memory: '64Mi' },
  },
  gpu: {
    title: 'GPU',
    quota: {
      'requests.cpu': '64',
      'requests.memory': '256Gi',
      'requests.nvidia.com/gpu': '16',
      pods: '80',
    },
    defaultRequest: { cpu: '100m', memory: '128Mi' },
  },
};

/** Developers change what they like before production, and look at it there. */
const DEFAULT_ROLES: Readonly<Record<TenantRole, ClusterRoles>> = {
  'tenant-admin': { default: 'admin' },
  developer: { default: 'edit', prod: 'view' },
  'ml-engineer': { default: 'edit' },
  viewer: { default: 'view' },
  auditor: { default: 'view' },
};

type ClusterRoles = { readonly default: string } & Partial<Readonly<Record<Environment, string>>>;

const amounts = z.record(z.string(), z.coerce.string());
const planSchema = z.strictObject({
  title: z.string().min(1).max(100),
  quota: amounts,
  defaultRequest: amounts.optional(),
  default: amounts.optional(),
});
const roleName = z.string().min(1).max(253);
const rolesSchema = z.strictObject({
  default: roleName.optional(),
  dev: roleName.optional(),
  staging: roleName.optional(),
  prod: roleName.optional(),
});

const tenantsConfigSchema = z.strictObject({
  plans: z.record(z.string().max(40), planSchema).default({}),
  clusterRoles: z.partialRecord(z.enum(TENANT_ROLES), rolesSchema).default({}),
  seed: z.array(tenantSpecSchema).default([]),
});
const prefixSchema = z.object({
  userPrefix: z.string().default('kubemate:'),
  groupPrefix: z.string().default('kubemate:'),
});

/** The tenants of the sandbox's company. Apart from others, because a real cluster may be named like one of the sandbox. */
const sandboxSchema = z.object({ tenants: z.array(tenantSpecSchema).default([]) });

function parse<S extends z.ZodType>(
  schema: S,
  config: Pick<RootConfigService, 'getOptional'>,
  key: string,
): z.output<S> {
  const parsed = schema.safeParse(config.getOptional(key) ?? {});
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(
    ({ path, message }) => `${key}.${path.join('.')}: ${message}`,
  );
  throw new InputError(issues.join('; '));
}

/** What a tenant means on a cluster, as far as configuration says. */
export interface TenantSettings {
  readonly plans: ReadonlyMap<string, Plan>;
  readonly userPrefix: string;
  readonly groupPrefix: string;
  /** The ClusterRole that a role gives in an environment. */
  clusterRole(role: TenantRole, environment: Environment): string;
}

/** @throws InputError naming the key of a bad entry, which stops start-up */
export function readTenantsConfig(
  config: RootConfigService,
): TenantSettings & { readonly seed: readonly TenantSpec[] } {
  const { plans, clusterRoles, ...declared } = parse(
    tenantsConfigSchema,
    config,
    'kubemate.tenants',
  );
  const sandbox = config.getOptionalBoolean('kubemate.sandbox.enabled')
    ? parse(sandboxSchema, config, 'kubemate.sandbox').tenants
    : [];
  const seed = [...declared.seed, ...sandbox];
  const byName = new Map(
    Object.entries({ ...DEFAULT_PLANS, ...plans }).map(([name, plan]) => [name, { name, ...plan }]),
  );
  for (const { name, plan } of seed) {
    if (!byName.has(plan))
      throw new InputError(
        `kubemate.tenants.seed: ${name} has the plan ${plan}, which there is not`,
      );
  }
  return {
    plans: byName,
    seed,
    ...prefixSchema.parse(config.getOptional('kubemate.identity') ?? {}),
    clusterRole(role, environment) {
      const known = ENVIRONMENTS.find(each => each === environment) ?? 'prod';
      const own = clusterRoles[role];
      const usual = DEFAULT_ROLES[role];
      return own?.[known] ?? own?.default ?? usual[known] ?? usual.default;
    },
  };
}
