import type { IdentityMode } from '../clusters/ClusterDefinition';

/** What the portal's credential may be asked for on a cluster, and what it is for. */
export interface PortalRight {
  /** `list pods`, `impersonate users`. */
  readonly id: string;
  readonly verb: string;
  readonly group: string;
  readonly plural: string;
  /**
   * `needed`: without it the portal does not work on this cluster. `wanted`: something is missing or slow.
   * `excess`: the portal never uses it, and an attacker who has the credential would.
   */
  readonly need: 'needed' | 'wanted' | 'excess';
}

const RBAC = 'rbac.authorization.k8s.io';
const SHOWN: readonly (readonly [group: string, plural: string])[] = [
  ['', 'namespaces'],
  ['', 'nodes'],
  ['', 'pods'],
  ['', 'events'],
  ['apps', 'deployments'],
];
const FOLLOWED: readonly (readonly [group: string, plural: string])[] = [
  [RBAC, 'rolebindings'],
  [RBAC, 'clusterrolebindings'],
  [RBAC, 'roles'],
  [RBAC, 'clusterroles'],
  ['apiextensions.k8s.io', 'customresourcedefinitions'],
  ['apiregistration.k8s.io', 'apiservices'],
];

/** The rights that the package's README names, and those that nobody should have given. */
export function portalRights(identity: IdentityMode): readonly PortalRight[] {
  const right = (
    verb: string,
    [group, plural]: readonly [string, string],
    need: PortalRight['need'],
  ): PortalRight => ({ id: idOf(verb, group, plural), verb, group, plural, need });
  const reads = (type: readonly [string, string], need: PortalRight['need']) =>
    ['list', 'watch'].map(verb => right(verb, type, need));
  const impersonate = identity === 'impersonate' ? 'needed' : 'excess';
  return [
    ...SHOWN.flatMap(type => reads(type, 'needed')),
    ...reads(['*', '*'], 'wanted'),
    ...FOLLOWED.flatMap(type => reads(type, 'wanted')),
    right('impersonate', ['', 'users'], impersonate),
    right('impersonate', ['', 'groups'], impersonate),
    // Whoever acts as the portal everywhere needs what people do with it.
    ...(identity === 'self' ? [] : [right('*', ['*', '*'], 'excess')]),
  ];
}

function idOf(verb: string, group: string, plural: string): string {
  const type = plural === '*' ? 'everything' : group === '' ? plural : `${plural}.${group}`;
  return `${verb === '*' ? 'do anything with' : verb} ${type}`;
}

/** The ClusterRole that grants a credential what the portal needs, with the binding to whom the credential is. */
export function portalRoleYaml(
  identity: IdentityMode,
  { user }: { readonly user: string | undefined },
): string {
  const impersonate = "  - { apiGroups: [''], resources: [users, groups], verbs: [impersonate] }\n";
  return `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: kubemate-portal }
rules:
  - { apiGroups: ['*'], resources: ['*'], verbs: [list, watch] }
${identity === 'impersonate' ? impersonate : ''}  - { nonResourceURLs: ['*'], verbs: [get] }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: kubemate-portal }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: kubemate-portal }
subjects:
  - ${subjectOf(user)}
`;
}

const SERVICE_ACCOUNT = /^system:serviceaccount:([-a-z0-9]+):([-.a-z0-9]+)$/;

function subjectOf(user: string | undefined): string {
  const [, namespace, name] = SERVICE_ACCOUNT.exec(user ?? '') ?? [];
  if (namespace !== undefined && name !== undefined)
    return `{ kind: ServiceAccount, namespace: ${namespace}, name: ${name} }`;
  return `{ kind: User, apiGroup: ${RBAC}, name: ${JSON.stringify(user ?? '<the user of the credential>')} }`;
}
