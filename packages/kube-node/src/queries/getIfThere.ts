import { NotFoundError } from '@backstage/errors';
import type { KubeObject, ObjectRef } from '@kubemate/kube-common';
import type { KubeService, Viewer } from '../KubeService';

/**
 * The object as it is; undefined where it is not there.
 * @throws NotAllowedError, ServiceUnavailableError
 */
export async function getIfThere(
  ref: ObjectRef,
  { kube, viewer }: { readonly kube: Pick<KubeService, 'get'>; readonly viewer: Viewer },
): Promise<KubeObject | undefined> {
  try {
    return await kube.get(ref, viewer);
  } catch (error) {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  }
}
