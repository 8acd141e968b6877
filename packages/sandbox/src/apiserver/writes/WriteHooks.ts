import type { KubeObject } from '@kubemate/kube-common';
import type { ResourceType } from '../ResourceType';
import type { WriteRequest } from './WriteRequest';

interface UpdateContext {
  readonly type: ResourceType;
  readonly request: WriteRequest;
}

/** The steps of a write that depend on what the object means. Each changes the draft in place or throws. */
export interface WriteHooks {
  /** Clears what a client may not set on creation, such as `status`. */
  prepareCreate(draft: KubeObject, type: ResourceType, request: WriteRequest): void;
  /** Keeps what this endpoint may not change: `status` on the main resource, all else on `status`. */
  prepareUpdate(draft: KubeObject, current: KubeObject, context: UpdateContext): void;
  setDefaults(draft: KubeObject, type: ResourceType): void;
  admitCreate(draft: KubeObject, type: ResourceType, request: WriteRequest): void;
  admitUpdate(draft: KubeObject, current: KubeObject, context: UpdateContext): void;
  /** Charges the namespace's quotas; the last thing that can refuse a write. */
  admitQuota(
    before: KubeObject | undefined,
    after: KubeObject,
    context: { type: ResourceType; dryRun: boolean },
  ): void;
  trackFields(change: {
    before: KubeObject | undefined;
    after: KubeObject;
    type: ResourceType;
    request: WriteRequest;
  }): void;
  validateCreate(draft: KubeObject, type: ResourceType): void;
  validateUpdate(draft: KubeObject, current: KubeObject, context: UpdateContext): void;
  /** False while something other than finalizers keeps a deleted object, such as a namespace's content. */
  mayRemove(object: KubeObject, type: ResourceType): boolean;
}
