import type { Cluster } from '../Cluster';
import { objectsAt, stringAt } from '../json';
import type { StoredObject } from '../store/StoredObject';
import type { RequestUser } from '../writes/WriteRequest';
import { readRules, type PolicyRule } from './PolicyRule';

const API_GROUP = 'rbac.authorization.k8s.io';
const COLLECTIONS = ['clusterroles', 'clusterrolebindings', 'roles', 'rolebindings'].map(
  plural => `${plural}.${API_GROUP}`,
);
const [CLUSTER_ROLES = '', CLUSTER_BINDINGS = '', ROLES = '', BINDINGS = ''] = COLLECTIONS;

interface Binding {
  /** Undefined for a ClusterRoleBinding. */
  readonly namespace: string | undefined;
  readonly roleCollection: string;
  readonly roleKey: string;
  /** The binding and the subject that it names, in the words of the real server's reasons. */
  readonly source: string;
}

/** Rights a user has, with what is wrong with the bindings that name them. */
export interface HeldRules {
  readonly rules: readonly PolicyRule[];
  readonly errors: readonly string[];
}

/** Roles and bindings, indexed by subject; rebuilt after a change, on the next question. */
export class RbacPolicy {
  private bySubject: Map<string, Binding[]> | undefined;
  private readonly rulesByRole = new Map<StoredObject, readonly PolicyRule[]>();

  constructor(private readonly cluster: Cluster) {
    cluster.store.observe((collection, event) => {
      if (!COLLECTIONS.includes(collection.name)) return;
      if (event.previous !== undefined) this.rulesByRole.delete(event.previous);
      if (collection.name === BINDINGS || collection.name === CLUSTER_BINDINGS)
        this.bySubject = undefined;
    });
  }

  /** Rules that apply to the user in a namespace, or cluster-wide where there is none. */
  held(user: RequestUser, namespace: string | undefined): HeldRules {
    const rules: PolicyRule[] = [];
    const errors: string[] = [];
    for (const binding of this.bindingsOf(user)) {
      if (binding.namespace !== undefined && binding.namespace !== namespace) continue;
      const found = this.rulesOf(binding);
      if (found === undefined) errors.push(missingRole(binding));
      else rules.push(...found);
    }
    return { rules, errors };
  }

  /** The binding that gives the user a right, in the real server's words; undefined where none does. */
  grant(
    user: RequestUser,
    namespace: string | undefined,
    gives: (rule: PolicyRule) => boolean,
  ): string | undefined {
    for (const binding of this.bindingsOf(user)) {
      if (binding.namespace !== undefined && binding.namespace !== namespace) continue;
      if (this.rulesOf(binding)?.some(gives)) return binding.source;
    }
    return undefined;
  }

  /** The rules of a role that a binding refers to. */
  roleRules(reference: {
    kind: string;
    name: string;
    namespace?: string;
  }): readonly PolicyRule[] | undefined {
    const isCluster = reference.kind === 'ClusterRole';
    return this.rulesOf({
      roleCollection: isCluster ? CLUSTER_ROLES : ROLES,
      roleKey: isCluster ? reference.name : `${reference.namespace}/${reference.name}`,
    });
  }

  private *bindingsOf(user: RequestUser): Generator<Binding> {
    this.bySubject ??= this.buildIndex();
    yield* this.bySubject.get(`User ${user.name}`) ?? [];
    for (const group of new Set(user.groups)) yield* this.bySubject.get(`Group ${group}`) ?? [];
  }

  private rulesOf({
    roleCollection,
    roleKey,
  }: Pick<Binding, 'roleCollection' | 'roleKey'>): readonly PolicyRule[] | undefined {
    const entry = this.cluster.store.collection(roleCollection).get(roleKey);
    if (entry === undefined) return undefined;
    const known = this.rulesByRole.get(entry);
    if (known !== undefined) return known;
    const rules = readRules(entry.object());
    this.rulesByRole.set(entry, rules);
    return rules;
  }

  private buildIndex(): Map<string, Binding[]> {
    const index = new Map<string, Binding[]>();
    for (const name of [CLUSTER_BINDINGS, BINDINGS]) {
      for (const entry of this.cluster.store.collection(name).snapshot().scan())
        addBinding(index, entry);
    }
    return index;
  }
}

function missingRole({ roleCollection, roleKey }: Binding): string {
  const kind = roleCollection === CLUSTER_ROLES ? 'clusterrole' : 'role';
  return `${kind}.${API_GROUP} "${roleKey.split('/').at(-1)}" not found`;
}

function addBinding(index: Map<string, Binding[]>, entry: StoredObject): void {
  const object = entry.object();
  const name = stringAt(object.roleRef, 'name') ?? '';
  const isCluster = stringAt(object.roleRef, 'kind') === 'ClusterRole';
  const what =
    entry.namespace === undefined
      ? `ClusterRoleBinding "${entry.name}"`
      : `RoleBinding "${entry.name}/${entry.namespace}"`;
  const role = `${isCluster ? 'ClusterRole' : 'Role'} "${name}"`;
  for (const subject of objectsAt(object, 'subjects')) {
    const binding: Binding = {
      namespace: entry.namespace,
      roleCollection: isCluster ? CLUSTER_ROLES : ROLES,
      roleKey: isCluster ? name : `${entry.namespace}/${name}`,
      source: `${what} of ${role} to ${describeSubject(subject, entry.namespace)}`,
    };
    const key = subjectKey(subject, entry.namespace);
    const known = index.get(key);
    if (known === undefined) index.set(key, [binding]);
    else known.push(binding);
  }
}

function describeSubject(subject: Record<string, unknown>, namespace: string | undefined): string {
  const name = stringAt(subject, 'name') ?? '';
  if (subject.kind !== 'ServiceAccount') return `${subject.kind} "${name}"`;
  return `ServiceAccount "${name}/${stringAt(subject, 'namespace') ?? namespace ?? ''}"`;
}

function subjectKey(subject: Record<string, unknown>, namespace: string | undefined): string {
  const name = stringAt(subject, 'name') ?? '';
  if (subject.kind !== 'ServiceAccount') return `${subject.kind} ${name}`;
  const home = stringAt(subject, 'namespace') ?? namespace ?? '';
  return `User system:serviceaccount:${home}:${name}`;
}
