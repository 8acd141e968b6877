import type { Cluster } from '../Cluster';
import { jsonEqual, listAt, objectAt, objectsAt } from '../json';
import type { JsonObject } from '../publishedDocuments';
import { matchesSelector } from '../matchesSelector';
import type { StoredObject } from '../store/StoredObject';

const CLUSTER_ROLES = 'clusterroles.rbac.authorization.k8s.io';

/** Keeps the rules of aggregated ClusterRoles equal to those of the roles they select. */
export class RoleAggregation {
  constructor(private readonly cluster: Cluster) {}

  /** Follows the store from now on. */
  start(): void {
    this.cluster.store.observe(collection => {
      if (collection.name === CLUSTER_ROLES) this.aggregate();
    });
  }

  private aggregate(): void {
    const collection = this.cluster.store.collection(CLUSTER_ROLES);
    const roles = [...collection.snapshot().scan()];
    for (const entry of roles) {
      const selectors = objectsAt(entry.object(), 'aggregationRule', 'clusterRoleSelectors');
      if (selectors.length === 0) continue;
      const rules = aggregatedRules(entry, roles, selectors);
      if (!jsonEqual(rules, listAt(entry.object(), 'rules')))
        this.cluster.store.put(collection, {
          ...entry.object(),
          metadata: { ...entry.object().metadata },
          rules,
        });
    }
  }
}

function aggregatedRules(
  self: StoredObject,
  roles: readonly StoredObject[],
  selectors: readonly JsonObject[],
): unknown[] {
  const rules: unknown[] = [];
  for (const role of roles) {
    if (role.key === self.key) continue;
    if (!selectors.some(selector => matchesSelector(objectAt(selector), role.labels))) continue;
    for (const rule of listAt(role.object(), 'rules')) {
      if (!rules.some(known => jsonEqual(known, rule))) rules.push(rule);
    }
  }
  return rules;
}
