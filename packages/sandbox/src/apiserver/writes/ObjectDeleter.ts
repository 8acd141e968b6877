import type { KubeObject } from '@kubemate/kube-common';
import type { Cluster } from '../Cluster';
import { ApiStatusError } from '../ApiStatusError';
import { numberAt, stringAt } from '../json';
import type { ResourceType } from '../ResourceType';
import type { StoredObject } from '../store/StoredObject';
import type { ObjectWriter, WriteTarget } from './ObjectWriter';
import type { DeleteRequest } from './WriteRequest';
import { timestamp } from './metadata';

const DEFAULT_POD_GRACE_SECONDS = 30;
const ORPHAN = 'orphan';
const FOREGROUND = 'foregroundDeletion';

export interface Deletion {
  /** The object's state after the call; its last one where it is gone. */
  readonly object: KubeObject;
  readonly gone: boolean;
}

/** Deletes objects: preconditions, grace period, finalizers of the propagation policy. */
export class ObjectDeleter {
  constructor(
    private readonly cluster: Cluster,
    private readonly writer: ObjectWriter,
  ) {}

  delete(target: WriteTarget, request: DeleteRequest): Deletion {
    const { type, name } = target;
    const entry = this.writer.entry(target);
    if (entry === undefined) throw ApiStatusError.notFound(type, name);
    this.checkPreconditions(entry, type, request);
    const current = entry.object();
    const finalizers = this.finalizers(current, request);
    const grace = gracePeriod(current, type, request);
    const waits = finalizers.length > 0 || grace > 0 || !isRemovable(current, type);
    if (!waits) return { object: this.remove(entry, type, request), gone: true };
    const draft = this.terminating(current, type, { finalizers, grace });
    if (request.dryRun || draft === undefined)
      return { object: this.writer.present(entry, type), gone: false };
    return { object: this.writer.commit(entry, draft, type), gone: false };
  }

  private remove(entry: StoredObject, type: ResourceType, request: DeleteRequest): KubeObject {
    if (request.dryRun) return this.writer.present(entry, type);
    const collection = this.cluster.store.collection(type.collection);
    const final = this.cluster.store.remove(collection, entry);
    return this.writer.present(final, type);
  }

  /** The object marked for deletion, or undefined where it already is and nothing gets shorter. */
  private terminating(
    current: KubeObject,
    type: ResourceType,
    change: { finalizers: readonly string[]; grace: number },
  ): KubeObject | undefined {
    const { metadata } = current;
    const isPod = type.collection === 'pods';
    const remaining = metadata.deletionGracePeriodSeconds;
    const already = metadata.deletionTimestamp !== undefined;
    const isShorter = isPod && remaining !== undefined && change.grace < remaining;
    const sameFinalizers = (metadata.finalizers ?? []).join() === change.finalizers.join();
    if (already && !isShorter && sameFinalizers) return undefined;
    const deadline = this.cluster.clock.now() + change.grace * 1000;
    const { finalizers: _old, ...rest } = metadata;
    const draft: KubeObject = {
      ...current,
      metadata: {
        ...rest,
        ...(change.finalizers.length > 0 ? { finalizers: [...change.finalizers] } : {}),
        ...(already && !isShorter
          ? {}
          : { deletionTimestamp: timestamp(deadline), deletionGracePeriodSeconds: change.grace }),
        ...(metadata.generation === undefined || already
          ? {}
          : { generation: metadata.generation + 1 }),
      },
    };
    if (type.collection === 'namespaces')
      draft.status = { ...(current.status as object | undefined), phase: 'Terminating' };
    return draft;
  }

  private finalizers(current: KubeObject, request: DeleteRequest): readonly string[] {
    const policy = request.propagationPolicy;
    const kept = (current.metadata.finalizers ?? []).filter(
      finalizer => policy === undefined || (finalizer !== ORPHAN && finalizer !== FOREGROUND),
    );
    if (policy === 'Orphan') return [...kept, ORPHAN];
    if (policy === 'Foreground') return [...kept, FOREGROUND];
    return kept;
  }

  private checkPreconditions(
    entry: StoredObject,
    type: ResourceType,
    { preconditions }: DeleteRequest,
  ): void {
    const { uid, resourceVersion, name } = entry.object().metadata;
    if (preconditions?.uid !== undefined && preconditions.uid !== uid)
      throw ApiStatusError.conflict(
        { group: type.group, plural: type.kind },
        name,
        `the UID in the precondition (${preconditions.uid}) does not match the UID in record (${uid}). The object might have been deleted and then recreated`,
      );
    const expected = preconditions?.resourceVersion;
    if (expected !== undefined && expected !== resourceVersion)
      throw ApiStatusError.conflict(
        { group: type.group, plural: type.kind },
        name,
        `the ResourceVersion in the precondition (${expected}) does not match the ResourceVersion in record (${resourceVersion}). The object might have been modified`,
      );
  }
}

/** Namespaces leave only when their content has; {@link NamespaceLifecycle} sees to that. */
function isRemovable(object: KubeObject, type: ResourceType): boolean {
  if (type.collection !== 'namespaces') return true;
  const spec = object.spec as { finalizers?: readonly string[] } | undefined;
  return (spec?.finalizers ?? []).length === 0;
}

/** Seconds a pod may take to stop. Pods that no kubelet runs, or that have ended, go at once. */
function gracePeriod(object: KubeObject, type: ResourceType, request: DeleteRequest): number {
  if (type.collection !== 'pods') return 0;
  const phase = stringAt(object, 'status', 'phase');
  const isScheduled = (stringAt(object, 'spec', 'nodeName') ?? '') !== '';
  if (!isScheduled || phase === 'Succeeded' || phase === 'Failed') return 0;
  const own = numberAt(object, 'spec', 'terminationGracePeriodSeconds');
  return Math.max(0, request.gracePeriodSeconds ?? own ?? DEFAULT_POD_GRACE_SECONDS);
}
