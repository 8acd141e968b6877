import type { KubeObject, ResourceId, ResourceKind } from '@kubemate/kube-common';

/** Name of an object inside one sandbox cluster. */
export interface ObjectKey {
  readonly namespace?: string;
  readonly name: string;
}

export interface LocalWatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: KubeObject;
}

/**
 * What controllers, the scheduler and stages do to a sandbox cluster from inside its process: the API server's own
 * storage with defaulting, validation, garbage collection and watch events, without HTTP and without RBAC.
 * All calls are synchronous. Objects handed out are frozen by convention: change a copy.
 *
 * @throws ApiStatusError with the reason the API server would give (`NotFound`, `AlreadyExists`, `Conflict`, `Invalid`, `Forbidden` for quota)
 */
export interface LocalClient {
  kinds(): readonly ResourceKind[];
  get(resource: ResourceId, key: ObjectKey): KubeObject | undefined;
  list(
    resource: ResourceId,
    options?: { namespace?: string; labels?: Readonly<Record<string, string>> },
  ): readonly KubeObject[];
  create(resource: ResourceId, object: unknown): KubeObject;
  /** JSON merge patch; `subresource: 'status'` writes only the status. Nothing happens, and no event is sent, where the patch changes nothing. */
  patch(
    resource: ResourceId,
    key: ObjectKey,
    patch: unknown,
    options?: { subresource?: 'status' },
  ): KubeObject;
  /** Starts deletion as the API server does: grace period, finalizers, owner garbage collection by propagation policy. */
  delete(
    resource: ResourceId,
    key: ObjectKey,
    options?: {
      gracePeriodSeconds?: number;
      propagationPolicy?: 'Background' | 'Foreground' | 'Orphan';
    },
  ): void;
  /** Current objects are not replayed. Returns the function that stops it. */
  watch(resource: ResourceId, listener: (event: LocalWatchEvent) => void): () => void;
  /** Called when a CRD adds or removes resource types. */
  onKindsChanged(listener: () => void): () => void;
}
