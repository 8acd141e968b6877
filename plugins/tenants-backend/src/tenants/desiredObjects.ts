import type { Environment, TenantSpec } from '@kubemate/plugin-tenants-common';
import { kubeSubjectOf } from '../kubeName';
import type { TenantSettings } from '../readTenantsConfig';
import { ENVIRONMENT_LABEL, KINDS, MANAGED_LABEL, MANAGER, TENANT_LABEL } from './kinds';
import type { TenantKind } from './kinds';
import { networkPolicies } from './networkPolicies';
import { registryPolicy } from './registryPolicy';

const RBAC = 'rbac.authorization.k8s.io';

/** An object as a tenant wants it: only the fields that the tenant says something about. */
export interface DesiredObject {
  readonly apiVersion: string;
  readonly kind: TenantKind;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

export interface DesiredOptions {
  readonly settings: TenantSettings;
  readonly state: 'active' | 'archived';
  /** Whether the cluster serves ValidatingAdmissionPolicy (1.30 and later). */
  readonly admissionPolicies: boolean;
}

/**
 * Everything that a tenant declares on one cluster. Where an archived tenant's people had rights they have none; the namespaces and all that runs in
 * them stay.
 */
export function desiredObjects(
  tenant: TenantSpec,
  cluster: string,
  options: DesiredOptions,
): readonly DesiredObject[] {
  const placements = tenant.placements.filter(placement => placement.cluster === cluster);
  const objects = placements.flatMap(({ environment, namespaces }) =>
    namespaces.flatMap(namespace => namespaceObjects(tenant, { namespace, environment }, options)),
  );
  if (placements.length > 0 && tenant.registries.length > 0 && options.admissionPolicies)
    objects.push(...registryPolicy(tenant));
  return objects;
}

interface Place {
  readonly namespace: string;
  readonly environment: Environment;
}

function namespaceObjects(
  tenant: TenantSpec,
  place: Place,
  { settings, state }: DesiredOptions,
): DesiredObject[] {
  const make = maker(tenant, place);
  const plan = settings.plans.get(tenant.plan);
  const limits = {
    ...(plan?.defaultRequest ? { defaultRequest: plan.defaultRequest } : {}),
    ...(plan?.default ? { default: plan.default } : {}),
  };
  return [
    namespaceOf(tenant, place),
    ...(plan
      ? [make('ResourceQuota', 'kubemate-plan', { spec: { hard: { ...plan.quota } } })]
      : []),
    ...(Object.keys(limits).length > 0
      ? [
          make('LimitRange', 'kubemate-plan', {
            spec: { limits: [{ type: 'Container', ...limits }] },
          }),
        ]
      : []),
    ...(state === 'active'
      ? roleBindings(tenant, place, settings).map(binding => make(...binding))
      : []),
    ...networkPolicies(tenant).map(({ name, spec }) => make('NetworkPolicy', name, { spec })),
    ...tenant.serviceAccounts.map(({ name, imagePullSecrets }) =>
      make('ServiceAccount', name, {
        ...(imagePullSecrets.length > 0
          ? { imagePullSecrets: imagePullSecrets.map(secret => ({ name: secret })) }
          : {}),
      }),
    ),
  ];
}

function namespaceOf(tenant: TenantSpec, { namespace, environment }: Place): DesiredObject {
  const level = tenant.podSecurity;
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: namespace,
      labels: {
        [TENANT_LABEL]: tenant.name,
        [ENVIRONMENT_LABEL]: environment,
        'pod-security.kubernetes.io/enforce': level,
        'pod-security.kubernetes.io/warn': level === 'privileged' ? 'privileged' : 'restricted',
      },
    },
  };
}

/** One binding for each ClusterRole that somebody has here, so that a changed mapping leaves no binding with an old role behind. */
function roleBindings(
  tenant: TenantSpec,
  { environment }: Place,
  settings: TenantSettings,
): ['RoleBinding', string, object][] {
  const byRole = new Map<string, Map<string, object>>();
  for (const { subject, role, environments } of tenant.members) {
    if (environments !== undefined && !environments.includes(environment)) continue;
    const clusterRole = settings.clusterRole(role, environment);
    const { kind, name } = kubeSubjectOf(subject, settings);
    const subjects = byRole.get(clusterRole) ?? new Map<string, object>();
    subjects.set(`${kind}/${name}`, { kind, apiGroup: RBAC, name });
    byRole.set(clusterRole, subjects);
  }
  return [...byRole]
    .sort(([a], [b]) => a.localeCompare(b, 'en'))
    .map(([clusterRole, subjects]) => [
      'RoleBinding',
      `kubemate-${clusterRole.replaceAll(':', '-')}`,
      {
        roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: clusterRole },
        subjects: [...subjects]
          .sort(([a], [b]) => a.localeCompare(b, 'en'))
          .map(([, subject]) => subject),
      },
    ]);
}

function maker(tenant: TenantSpec, { namespace, environment }: Place) {
  return (kind: TenantKind, name: string, fields: object): DesiredObject => {
    const { group, version } = KINDS[kind];
    return {
      apiVersion: group === '' ? version : `${group}/${version}`,
      kind,
      metadata: {
        name,
        namespace,
        labels: {
          [MANAGED_LABEL]: MANAGER,
          [TENANT_LABEL]: tenant.name,
          [ENVIRONMENT_LABEL]: environment,
        },
      },
      ...fields,
    };
  };
}
