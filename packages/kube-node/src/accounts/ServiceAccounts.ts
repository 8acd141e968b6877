import type { KubeObject, ObjectRef } from '@kubemate/kube-common';
import type { KubeService } from '../KubeService';
import type { CreateWrite, WriteResult } from '../KubeWrite';

/** A service account of a cluster. */
export interface ServiceAccountRef {
  readonly cluster: string;
  readonly namespace: string;
  readonly name: string;
}

/** A cluster as one of its service accounts sees it. */
export interface AccountKube {
  get(ref: Omit<ObjectRef, 'cluster'>): Promise<KubeObject>;
  list(target: Omit<Parameters<KubeService['list']>[0], 'cluster'>): Promise<readonly KubeObject[]>;
  /** A Secret with its values: not to be logged, kept or shown. */
  revealSecret(ref: { readonly namespace: string; readonly name: string }): Promise<KubeObject>;
  /** Whether it may act as another account of the cluster, as the API server decides now. */
  mayImpersonate(account: Omit<ServiceAccountRef, 'cluster'>): Promise<boolean>;
  create(write: Omit<CreateWrite, 'cluster' | 'verb'>): Promise<WriteResult>;
}

/**
 * Acting as a service account that something on a cluster has been given: for what that would do itself if it ran there, when nobody asks for it.
 * The portal impersonates the account, whatever `identity` the cluster has, so that RBAC there decides both whether it may and what comes of it. Confined to the types that it was made for.
 *
 * @throws NotFoundError, NotAllowedError, ServiceUnavailableError of `@backstage/errors`; for a write those of {@link KubeService.write}
 */
export interface ServiceAccounts {
  as(account: ServiceAccountRef): AccountKube;
}
