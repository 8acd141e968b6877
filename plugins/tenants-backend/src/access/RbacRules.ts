import type { KubeObject } from '@kubemate/kube-common';
import { labelSelectorOf, matchesLabels } from '@kubemate/kube-common';
import type { BindingChain, KubeSubject, PolicyRule } from '@kubemate/plugin-tenants-common';

/** What somebody wants to do, as RBAC sees it. */
export interface Attributes {
  readonly verb: string;
  readonly group: string;
  readonly plural: string;
  readonly subresource?: string;
  readonly namespace?: string;
  readonly name?: string;
}

/** A person or program with the groups it is in, as a token has them. */
export interface Identity {
  readonly user?: string;
  readonly groups: readonly string[];
}

/** The bindings and roles of one cluster, as far as they could be read. */
export interface RbacObjects {
  readonly clusterRoleBindings: readonly KubeObject[];
  readonly roleBindings: readonly KubeObject[];
  readonly clusterRoles: readonly KubeObject[];
  readonly roles: readonly KubeObject[];
}

type Link = Pick<BindingChain, 'subject' | 'binding' | 'role'>;

/** RBAC as the API server's own authorizer reads it, with the way each right comes about. */
export class RbacRules {
  readonly #clusterRoles: ReadonlyMap<string, KubeObject>;
  readonly #roles: ReadonlyMap<string, KubeObject>;
  readonly #links: readonly Link[];

  constructor(objects: RbacObjects) {
    this.#clusterRoles = new Map(objects.clusterRoles.map(role => [role.metadata.name, role]));
    this.#roles = new Map(
      objects.roles.map(role => [`${role.metadata.namespace}/${role.metadata.name}`, role]),
    );
    this.#links = [
      ...objects.clusterRoleBindings.flatMap(binding => linksOf(binding, 'ClusterRoleBinding')),
      ...objects.roleBindings.flatMap(binding => linksOf(binding, 'RoleBinding')),
    ];
  }

  /** Every subject of a binding with the role it gives. */
  get links(): readonly Link[] {
    return this.#links;
  }

  /** Every way in which an identity has a right; none where it has not. */
  chains(identity: Identity, attributes: Attributes): readonly BindingChain[] {
    return this.linksFor(identity, attributes.namespace).flatMap(link =>
      this.rulesOf(link.role)
        .filter(rule => allows(rule, attributes))
        .map(rule => ({ ...link, rule, ...this.#sourceOf(link.role, rule) })),
    );
  }

  /** Bindings that name the identity and count in a namespace, or in the whole cluster where absent. */
  linksFor(identity: Identity, namespace?: string): readonly Link[] {
    return this.#links.filter(
      ({ subject, binding }) =>
        (binding.kind === 'ClusterRoleBinding' ||
          (namespace !== undefined && binding.namespace === namespace)) &&
        names(subject, identity),
    );
  }

  rulesOf(role: BindingChain['role']): readonly PolicyRule[] {
    const object =
      role.kind === 'ClusterRole'
        ? this.#clusterRoles.get(role.name)
        : this.#roles.get(`${role.namespace}/${role.name}`);
    return object === undefined ? [] : rulesIn(object);
  }

  /** Aggregated roles have copies of others' rules; a person who wants to change one must know whose it is. */
  #sourceOf(role: BindingChain['role'], rule: PolicyRule): { aggregatedFrom?: string } {
    const aggregated = role.kind === 'ClusterRole' ? this.#clusterRoles.get(role.name) : undefined;
    const selectors = selectorsOf(aggregated);
    if (selectors.length === 0) return {};
    const wanted = JSON.stringify(rule);
    for (const source of this.#clusterRoles.values()) {
      const labels = source.metadata.labels ?? {};
      if (!selectors.some(selector => matchesLabels(selector, labels))) continue;
      if (rulesIn(source).some(each => JSON.stringify(each) === wanted))
        return { aggregatedFrom: source.metadata.name };
    }
    return {};
  }
}

/** Whether a rule gives a right. Rules with names never give it on all objects. */
export function allows(rule: PolicyRule, attributes: Attributes): boolean {
  const { verb, group, plural, subresource, name } = attributes;
  const resource = subresource === undefined ? plural : `${plural}/${subresource}`;
  return (
    includes(rule.verbs, verb) &&
    includes(rule.apiGroups, group) &&
    (includes(rule.resources, resource) ||
      (subresource !== undefined && rule.resources.includes(`*/${subresource}`))) &&
    (rule.resourceNames.length === 0 || (name !== undefined && rule.resourceNames.includes(name)))
  );
}

function includes(list: readonly string[], item: string): boolean {
  return list.includes('*') || list.includes(item);
}

export function serviceAccountUser(namespace: string, name: string): string {
  return `system:serviceaccount:${namespace}:${name}`;
}

function names({ kind, name, namespace = '' }: KubeSubject, { user, groups }: Identity): boolean {
  if (kind === 'Group') return groups.includes(name);
  return user === (kind === 'User' ? name : serviceAccountUser(namespace, name));
}

function linksOf(object: KubeObject, kind: BindingChain['binding']['kind']): Link[] {
  const { name, namespace } = object.metadata;
  const ref = recordOf(object.roleRef);
  const roleKind = ref.kind === 'Role' ? 'Role' : 'ClusterRole';
  const role = {
    kind: roleKind,
    name: String(ref.name),
    ...(roleKind === 'Role' ? { namespace } : {}),
  } as const;
  const binding = { kind, name, ...(kind === 'RoleBinding' ? { namespace } : {}) };
  return listOf(object.subjects).flatMap(item => {
    const subject = subjectOf(recordOf(item), namespace);
    return subject === undefined ? [] : [{ subject, binding, role }];
  });
}

function subjectOf(
  { kind, name, namespace }: Record<string, unknown>,
  bindingNamespace?: string,
): KubeSubject | undefined {
  if (typeof name !== 'string') return undefined;
  if (kind === 'User' || kind === 'Group') return { kind, name };
  if (kind !== 'ServiceAccount') return undefined;
  return { kind, name, namespace: typeof namespace === 'string' ? namespace : bindingNamespace };
}

function rulesIn(role: KubeObject): PolicyRule[] {
  return listOf(role.rules).map(item => {
    const rule = recordOf(item);
    return {
      verbs: textsOf(rule.verbs),
      apiGroups: textsOf(rule.apiGroups),
      resources: textsOf(rule.resources),
      resourceNames: textsOf(rule.resourceNames),
    };
  });
}

function selectorsOf(role: KubeObject | undefined) {
  const aggregation = recordOf(role?.aggregationRule);
  return listOf(aggregation.clusterRoleSelectors).flatMap(selector => {
    const parsed = labelSelectorOf(recordOf(selector));
    return parsed === undefined ? [] : [parsed];
  });
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textsOf(value: unknown): string[] {
  return listOf(value).filter(item => typeof item === 'string');
}
