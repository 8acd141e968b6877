import type { KubeObject, ResourceId, ResourceKind } from '@kubemate/kube-common';
import { formatResourceId } from '@kubemate/kube-common';
import type { LocalClient, LocalWatchEvent, ObjectKey } from '../LocalClient';
import { ApiStatusError } from './ApiStatusError';
import type { Cluster } from './Cluster';
import { mergePatch } from './json';
import type { ResourceType } from './ResourceType';
import type { ObjectDeleter } from './writes/ObjectDeleter';
import type { ObjectWriter, WriteTarget } from './writes/ObjectWriter';
import type { WriteRequest } from './writes/WriteRequest';

const USER = { name: 'system:kube-controller-manager', groups: ['system:authenticated'] };

/** What would arrive over HTTP: without fields that are undefined, and sharing nothing with the caller. */
function asSent(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

/** {@link LocalClient} on the API server's own writer. */
export class StoreClient implements LocalClient {
  constructor(
    private readonly cluster: Cluster,
    private readonly access: {
      writer: ObjectWriter;
      deleter: ObjectDeleter;
      fieldManager: string;
    },
  ) {}

  kinds(): readonly ResourceKind[] {
    return this.cluster.registry.kinds();
  }

  get(resource: ResourceId, key: ObjectKey): KubeObject | undefined {
    return this.access.writer.read(this.target(resource, key));
  }

  list(
    resource: ResourceId,
    options: { namespace?: string; labels?: Readonly<Record<string, string>> } = {},
  ): readonly KubeObject[] {
    const type = this.type(resource);
    const prefix = options.namespace === undefined ? '' : `${options.namespace}/`;
    const wanted = Object.entries(options.labels ?? {});
    const result: KubeObject[] = [];
    for (const entry of this.cluster.store.collection(type.collection).snapshot().scan(prefix)) {
      if (wanted.every(([name, value]) => entry.labels[name] === value))
        result.push(this.access.writer.present(entry, type));
    }
    return result;
  }

  create(resource: ResourceId, object: unknown): KubeObject {
    const type = this.type(resource);
    const namespace = (object as { metadata?: { namespace?: string } })?.metadata?.namespace;
    return this.access.writer.create(
      type,
      { object: asSent(object), ...(namespace === undefined ? {} : { namespace }) },
      this.request(),
    );
  }

  // The signature is the contract's.
  // eslint-disable-next-line max-params
  patch(
    resource: ResourceId,
    key: ObjectKey,
    patch: unknown,
    options: { subresource?: 'status' } = {},
  ): KubeObject {
    const sent = asSent(patch);
    return this.access.writer.update(
      this.target(resource, key),
      current => mergePatch(current, sent),
      this.request(options.subresource),
    );
  }

  delete(
    resource: ResourceId,
    key: ObjectKey,
    options: {
      gracePeriodSeconds?: number;
      propagationPolicy?: 'Background' | 'Foreground' | 'Orphan';
    } = {},
  ): void {
    this.access.deleter.delete(this.target(resource, key), {
      user: USER,
      dryRun: false,
      ...options,
    });
  }

  watch(resource: ResourceId, listener: (event: LocalWatchEvent) => void): () => void {
    const type = this.type(resource);
    return this.cluster.store
      .collection(type.collection)
      .subscribe(({ type: kind, entry }) =>
        listener({ type: kind, object: this.access.writer.present(entry, type) }),
      );
  }

  onKindsChanged(listener: () => void): () => void {
    return this.cluster.registry.onChange(listener);
  }

  private type(resource: ResourceId): ResourceType {
    const type = this.cluster.registry.find(resource);
    if (type === undefined)
      throw new ApiStatusError({
        code: 404,
        reason: 'NotFound',
        message: `the server could not find the requested resource ${formatResourceId(resource)}`,
      });
    return type;
  }

  private target(resource: ResourceId, { namespace, name }: ObjectKey): WriteTarget {
    const type = this.type(resource);
    return { type, name, ...(namespace === undefined ? {} : { namespace }) };
  }

  private request(subresource?: string): WriteRequest {
    return {
      user: USER,
      dryRun: false,
      fieldManager: this.access.fieldManager,
      fieldValidation: 'Ignore',
      force: false,
      local: true,
      warnings: [],
      ...(subresource === undefined ? {} : { subresource }),
    };
  }
}
