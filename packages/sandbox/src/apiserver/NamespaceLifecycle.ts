import type { KubeObject } from '@kubemate/kube-common';
import type { Cluster } from './Cluster';
import { ApiStatusError } from './ApiStatusError';
import { objectAt } from './json';
import type { Collection } from './store/ObjectStore';
import type { StoreEvent } from './store/EventLog';
import type { ObjectDeleter } from './writes/ObjectDeleter';
import type { ObjectWriter } from './writes/ObjectWriter';
import type { RequestUser, WriteRequest } from './writes/WriteRequest';

const CONTROLLER: RequestUser = {
  name: 'system:serviceaccount:kube-system:namespace-controller',
  groups: ['system:serviceaccounts', 'system:authenticated'],
};

const CA_CERTIFICATE = [
  '-----BEGIN CERTIFICATE-----',
  'c2FuZGJveCBjbHVzdGVyOiBub3QgYSBjZXJ0aWZpY2F0ZQ==',
  '-----END CERTIFICATE-----',
  '',
].join('\n');

/** Gives new namespaces what every namespace has, and empties those that are being deleted. */
export class NamespaceLifecycle {
  /** Namespaces that wait for their content to go. */
  private readonly terminating = new Set<string>();

  constructor(
    private readonly cluster: Cluster,
    private readonly access: { writer: ObjectWriter; deleter: ObjectDeleter },
  ) {}

  /** Follows the store from now on. */
  start(): void {
    this.cluster.store.observe((collection, event) => this.see(collection, event));
  }

  private see(collection: Collection, { type, entry }: StoreEvent): void {
    if (collection.name === 'namespaces') {
      if (type === 'ADDED') this.furnish(entry.name);
      else if (type === 'DELETED') this.terminating.delete(entry.name);
      else if (entry.object().metadata.deletionTimestamp !== undefined) this.empty(entry.name);
      return;
    }
    if (entry.namespace === undefined) return;
    if (type === 'DELETED' && this.terminating.has(entry.namespace)) this.finish(entry.namespace);
    else if (type === 'DELETED') this.refurnish(collection, entry.namespace, entry.name);
  }

  private furnish(namespace: string): void {
    this.add(namespace, 'serviceaccounts', { metadata: { name: 'default' } });
    this.add(namespace, 'configmaps', {
      metadata: {
        name: 'kube-root-ca.crt',
        annotations: {
          'kubernetes.io/description':
            'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.',
        },
      },
      data: { 'ca.crt': CA_CERTIFICATE },
    });
  }

  /** The real controllers put these two back when someone deletes them. */
  private refurnish(collection: Collection, namespace: string, name: string): void {
    const isOurs =
      (collection.name === 'serviceaccounts' && name === 'default') ||
      (collection.name === 'configmaps' && name === 'kube-root-ca.crt');
    if (isOurs && this.cluster.store.collection('namespaces').get(namespace) !== undefined)
      this.furnish(namespace);
  }

  private add(namespace: string, plural: string, object: unknown): void {
    const type = this.cluster.registry.find({ group: '', version: 'v1', plural });
    if (type === undefined) return;
    const request: WriteRequest = {
      user: CONTROLLER,
      dryRun: false,
      fieldManager: 'kube-controller-manager',
      fieldValidation: 'Ignore',
      force: false,
      local: true,
      warnings: [],
    };
    try {
      this.access.writer.create(type, { namespace, object }, request);
    } catch (error) {
      if (!(error instanceof ApiStatusError)) throw error;
      // Already there, or the namespace went away meanwhile: nothing to furnish.
    }
  }

  private empty(namespace: string): void {
    if (this.terminating.has(namespace)) {
      this.finish(namespace);
      return;
    }
    this.terminating.add(namespace);
    for (const collection of this.cluster.store.all()) {
      const type = this.cluster.registry
        .ofCollection(collection.name)
        .find(candidate => candidate.namespaced && candidate.conversion === undefined);
      if (type === undefined) continue;
      for (const entry of [...collection.snapshot().scan(`${namespace}/`)]) {
        if (collection.get(entry.key) === undefined) continue;
        this.access.deleter.delete(
          { type, namespace, name: entry.name },
          { user: CONTROLLER, dryRun: false, propagationPolicy: 'Background' },
        );
      }
    }
    this.finish(namespace);
  }

  /** Removes the namespace once nothing is left in it. */
  private finish(namespace: string): void {
    const namespaces = this.cluster.store.collection('namespaces');
    const entry = namespaces.get(namespace);
    const type = this.cluster.registry.find({ group: '', version: 'v1', plural: 'namespaces' });
    if (entry === undefined || type === undefined || !this.isEmpty(namespace)) return;
    const object = entry.object();
    const finalizers = (objectAt(object.spec).finalizers ?? []) as readonly string[];
    const rest = finalizers.filter(finalizer => finalizer !== 'kubernetes');
    const { finalizers: _finalizers, ...spec } = objectAt(object.spec);
    const next: KubeObject = {
      ...object,
      spec: rest.length === 0 ? spec : { ...spec, finalizers: rest },
    };
    this.access.writer.commit(entry, next, type);
  }

  private isEmpty(namespace: string): boolean {
    for (const collection of this.cluster.store.all()) {
      if (collection.name === 'namespaces') continue;
      if (collection.snapshot().count(`${namespace}/`) > 0) return false;
    }
    return true;
  }
}
