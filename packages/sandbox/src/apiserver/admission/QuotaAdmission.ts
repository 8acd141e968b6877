import type { KubeObject } from '@kubemate/kube-common';
import { ApiStatusError } from '../ApiStatusError';
import type { Cluster } from '../Cluster';
import { jsonEqual, listAt, numberAt, objectAt, objectsAt, stringAt } from '../json';
import type { JsonObject } from '../publishedDocuments';
import type { ResourceType } from '../ResourceType';
import { formatNano, isBinaryQuantity, parseQuantityNano } from '../schema/quantity';
import type { Collection } from '../store/ObjectStore';
import type { StoredObject } from '../store/StoredObject';

const QUOTAS = 'resourcequotas';
const NANO = 1_000_000_000n;

type Usage = Map<string, bigint>;

function add(usage: Usage, name: string, amount: bigint): void {
  usage.set(name, (usage.get(name) ?? 0n) + amount);
}

function nano(value: unknown): bigint {
  return parseQuantityNano(String(value ?? '0')) ?? 0n;
}

function total(containers: readonly JsonObject[], field: 'requests' | 'limits'): Usage {
  const sum: Usage = new Map();
  for (const container of containers) {
    for (const [name, value] of Object.entries(objectAt(container, 'resources', field)))
      add(sum, name, nano(value));
  }
  return sum;
}

function isTerminal(pod: KubeObject): boolean {
  const phase = stringAt(pod, 'status', 'phase');
  return phase === 'Succeeded' || phase === 'Failed';
}

function podUsage(pod: KubeObject, usage: Usage): void {
  if (isTerminal(pod)) return;
  add(usage, 'pods', NANO);
  const containers = objectsAt(pod.spec, 'containers');
  for (const [name, amount] of total(containers, 'requests')) {
    add(usage, `requests.${name}`, amount);
    if (name === 'cpu' || name === 'memory' || name === 'ephemeral-storage')
      add(usage, name, amount);
  }
  for (const [name, amount] of total(containers, 'limits')) add(usage, `limits.${name}`, amount);
}

function claimUsage(claim: KubeObject, usage: Usage): void {
  const storage = nano(objectAt(claim.spec, 'resources', 'requests').storage);
  add(usage, 'requests.storage', storage);
  const storageClass = stringAt(claim.spec, 'storageClassName');
  if (storageClass === undefined) return;
  add(usage, `${storageClass}.storageclass.storage.k8s.io/requests.storage`, storage);
  add(usage, `${storageClass}.storageclass.storage.k8s.io/persistentvolumeclaims`, NANO);
}

function serviceUsage(service: KubeObject, usage: Usage): void {
  const type = stringAt(service.spec, 'type');
  const ports = BigInt(objectsAt(service.spec, 'ports').length);
  if (type === 'LoadBalancer') add(usage, 'services.loadbalancers', NANO);
  if (type === 'NodePort' || type === 'LoadBalancer')
    add(usage, 'services.nodeports', NANO * ports);
}

/** What one object of a collection costs, by quota resource name. */
function usageOf(object: KubeObject, collection: string): Usage {
  const usage: Usage = new Map();
  if (collection === 'pods') podUsage(object, usage);
  if (collection === 'persistentvolumeclaims') claimUsage(object, usage);
  if (collection === 'services') serviceUsage(object, usage);
  add(usage, `count/${collection}`, NANO);
  if (!collection.includes('.') && collection !== 'pods') add(usage, collection, NANO);
  return usage;
}

const SCOPES: Readonly<Record<string, (pod: KubeObject) => boolean>> = {
  Terminating: pod => numberAt(pod.spec, 'activeDeadlineSeconds') !== undefined,
  NotTerminating: pod => numberAt(pod.spec, 'activeDeadlineSeconds') === undefined,
  BestEffort: pod => stringAt(pod.status, 'qosClass') === 'BestEffort',
  NotBestEffort: pod => stringAt(pod.status, 'qosClass') !== 'BestEffort',
};

function inScope(quota: KubeObject, object: KubeObject, collection: string): boolean {
  const scopes = listAt(quota.spec, 'scopes').map(String);
  const selectors = objectsAt(quota.spec, 'scopeSelector', 'matchExpressions');
  if (scopes.length === 0 && selectors.length === 0) return true;
  if (collection !== 'pods') return false;
  const className = stringAt(object.spec, 'priorityClassName') ?? '';
  return (
    scopes.every(scope => SCOPES[scope]?.(object) ?? true) &&
    selectors.every(({ scopeName, operator, values }) => {
      if (scopeName !== 'PriorityClass') return SCOPES[String(scopeName)]?.(object) ?? true;
      const isListed = listAt(values).includes(className);
      if (operator === 'Exists') return className !== '';
      return operator === 'NotIn' ? !isListed : isListed;
    })
  );
}

function shown(amounts: ReadonlyMap<string, bigint>, like: JsonObject): string {
  return [...amounts]
    .map(
      ([name, amount]) =>
        `${name}=${formatNano(amount, isBinaryQuantity(String(like[name] ?? '')))}`,
    )
    .join(',');
}

/** ResourceQuota: keeps `status.used`, and refuses what would go beyond `hard`. */
export class QuotaAdmission {
  constructor(private readonly cluster: Cluster) {
    cluster.store.observe((collection, event) => {
      const { namespace } = event.entry;
      if (namespace === undefined) return;
      if (collection.name === QUOTAS) {
        if (event.type !== 'DELETED') this.recount(event.entry);
        return;
      }
      this.recountAll(collection, event);
    });
  }

  admit(before: KubeObject | undefined, after: KubeObject, type: ResourceType): void {
    const { namespace } = after.metadata;
    if (namespace === undefined || type.collection === QUOTAS) return;
    for (const quota of this.quotasOf(namespace)) this.check(quota, { before, after, type });
  }

  private quotasOf(namespace: string): StoredObject[] {
    return [...this.cluster.store.collection(QUOTAS).snapshot().scan(`${namespace}/`)];
  }

  private check(
    quota: StoredObject,
    change: { before: KubeObject | undefined; after: KubeObject; type: ResourceType },
  ): void {
    const { before, after, type } = change;
    const object = quota.object();
    const hard = objectAt(object.spec, 'hard');
    if (!inScope(object, after, type.collection)) return;
    const next = usageOf(after, type.collection);
    const previous = before === undefined ? new Map() : usageOf(before, type.collection);
    if (before === undefined && type.collection === 'pods')
      this.requireSpecified(quota, after, next);
    const deltas = Object.keys(hard)
      .map(name => [name, (next.get(name) ?? 0n) - (previous.get(name) ?? 0n)] as const)
      .filter(([, delta]) => delta > 0n);
    // Most writes ask for nothing more; the namespace is counted for those that do.
    if (deltas.length === 0) return;
    const used = this.count(quota);
    const requested = new Map(
      deltas.filter(([name, delta]) => (used.get(name) ?? 0n) + delta > nano(hard[name])),
    );
    if (requested.size === 0) return;
    const names = [...requested.keys()];
    const usedThere = new Map(names.map(name => [name, used.get(name) ?? 0n]));
    const limits = names.map(name => `${name}=${hard[name]}`).join(',');
    throw ApiStatusError.forbidden(
      type,
      after.metadata.name,
      `exceeded quota: ${quota.name}, requested: ${shown(requested, hard)}, used: ${shown(usedThere, hard)}, limited: ${limits}`,
    );
  }

  /** A quota on a compute resource makes naming that resource obligatory. */
  private requireSpecified(quota: StoredObject, pod: KubeObject, usage: Usage): void {
    const compute = /^(requests\.|limits\.)?(cpu|memory)$/;
    const missing = Object.keys(objectAt(quota.object().spec, 'hard'))
      .filter(name => compute.test(name) && !usage.has(name))
      .sort();
    if (missing.length === 0) return;
    const container = stringAt(objectsAt(pod.spec, 'containers')[0], 'name') ?? '';
    throw ApiStatusError.forbidden(
      { group: '', plural: 'pods' },
      pod.metadata.name,
      `failed quota: ${quota.name}: must specify ${missing.map(name => `${name} for: ${container}`).join('; ')}`,
    );
  }

  private count(quota: StoredObject): Usage {
    const object = quota.object();
    const hard = objectAt(object.spec, 'hard');
    const sum: Usage = new Map(Object.keys(hard).map(name => [name, 0n]));
    for (const collection of this.countedCollections(hard)) {
      for (const entry of collection.snapshot().scan(`${quota.namespace}/`)) {
        if (!inScope(object, entry.object(), collection.name)) continue;
        for (const [name, amount] of usageOf(entry.object(), collection.name))
          if (sum.has(name)) add(sum, name, amount);
      }
    }
    return sum;
  }

  private countedCollections(hard: JsonObject): Collection[] {
    const names = new Set<string>();
    for (const name of Object.keys(hard)) {
      if (name.startsWith('count/')) names.add(name.slice('count/'.length));
      else if (name.includes('storage')) names.add('persistentvolumeclaims');
      else if (name.startsWith('services')) names.add('services');
      else if (/^(pods|cpu|memory|requests\.|limits\.|ephemeral)/.test(name)) names.add('pods');
      else names.add(name);
    }
    return [...names].map(name => this.cluster.store.collection(name));
  }

  private recountAll(
    collection: Collection,
    event: { entry: StoredObject; previous: StoredObject | undefined; type: string },
  ): void {
    const { entry, previous } = event;
    if (entry.namespace === undefined) return;
    const quotas = this.quotasOf(entry.namespace);
    if (quotas.length === 0) return;
    const isSame =
      event.type === 'MODIFIED' &&
      previous !== undefined &&
      sameUsage(
        usageOf(entry.object(), collection.name),
        usageOf(previous.object(), collection.name),
      );
    if (isSame) return;
    for (const quota of quotas) {
      const hard = objectAt(quota.object().spec, 'hard');
      if (this.countedCollections(hard).includes(collection)) this.recount(quota);
    }
  }

  private recount(quota: StoredObject): void {
    const object = quota.object();
    const hard = objectAt(object.spec, 'hard');
    const used = Object.fromEntries(
      [...this.count(quota)].map(([name, amount]) => [
        name,
        formatNano(amount, isBinaryQuantity(String(hard[name]))),
      ]),
    );
    const status = { hard, used };
    if (jsonEqual(object.status, status)) return;
    const next = { ...object, metadata: { ...object.metadata }, status };
    this.cluster.store.put(this.cluster.store.collection(QUOTAS), next);
  }
}

function sameUsage(left: Usage, right: Usage): boolean {
  return (
    left.size === right.size && [...left].every(([name, amount]) => right.get(name) === amount)
  );
}
