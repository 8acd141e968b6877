import { internCell } from '../intern';
import type { KubeObject } from '../kubeObject';
import type { Reference } from '../shapes/reference';
import { forStaticKind, listCell, shown, wide } from './Projection';

interface Role extends KubeObject {
  readonly rules?: readonly {
    readonly resources?: readonly string[];
    readonly verbs?: readonly string[];
  }[];
  readonly aggregationRule?: unknown;
}

function everything({ rules }: Role): boolean {
  return rules?.some(rule => rule.verbs?.includes('*') && rule.resources?.includes('*')) ?? false;
}

const roles = forStaticKind<Role>(
  [
    shown('rules', 'Rules', 'number'),
    shown('everything', 'Everything', 'boolean'),
    wide('resources', 'Resources', 'list'),
    wide('aggregated', 'Aggregated', 'boolean'),
  ],
  role => ({
    rules: role.rules?.length ?? 0,
    everything: everything(role),
    resources: internCell(listCell(role.rules?.flatMap(({ resources }) => resources ?? []))),
    aggregated: role.aggregationRule !== undefined,
  }),
);

interface Binding extends KubeObject {
  readonly roleRef?: Reference;
  readonly subjects?: readonly Reference[];
}

function subjects(binding: Binding, kind: string): string | null {
  return listCell(
    binding.subjects
      ?.filter(subject => subject.kind === kind)
      .map(({ namespace, name }) => (namespace ? `${namespace}/${name ?? ''}` : name)),
  );
}

const bindings = forStaticKind<Binding>(
  [
    shown('role', 'Role'),
    shown('users', 'Users', 'list'),
    shown('groups', 'Groups', 'list'),
    shown('serviceAccounts', 'Service accounts', 'list'),
  ],
  binding => ({
    role: internCell(`${binding.roleRef?.kind ?? ''}/${binding.roleRef?.name ?? ''}`),
    users: subjects(binding, 'User'),
    groups: subjects(binding, 'Group'),
    serviceAccounts: subjects(binding, 'ServiceAccount'),
  }),
);

/** Projections of the group `rbac.authorization.k8s.io`, by plural. */
export const rbac = {
  roles,
  clusterroles: roles,
  rolebindings: bindings,
  clusterrolebindings: bindings,
};
