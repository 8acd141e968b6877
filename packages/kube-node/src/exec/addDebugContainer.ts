import { InputError } from '@backstage/errors';
import type { DebugProfile, KubeObject } from '@kubemate/kube-common';
import type { KubeService, Viewer } from '../KubeService';
import { podContainers } from '../logs/podContainers';

/** An ephemeral container to add to a running pod. It stays in the pod's spec until the pod is gone. */
export interface DebugContainerRequest {
  readonly cluster: string;
  readonly namespace: string;
  readonly pod: string;
  readonly image: string;
  /** Container whose processes the new one sees, where the container runtime can do that. */
  readonly target?: string;
  readonly profile: DebugProfile;
}

/** What adding one did, or would do. */
export interface AddedDebugContainer {
  readonly name: string;
  readonly before: KubeObject;
  /** The pod with it, as the API server answered. */
  readonly after: KubeObject | undefined;
  readonly warnings: readonly string[];
}

const PODS = { group: '', version: 'v1', plural: 'pods' };
/** What a registry reference may be made of; the container runtime judges the rest. */
const IMAGE = /^[a-zA-Z0-9][a-zA-Z0-9._\-/:@]{0,499}$/;

/**
 * Adds the container as the viewer, by the right to patch `pods/ephemeralcontainers`. It runs when its image is pulled.
 */
export async function addDebugContainer(
  request: DebugContainerRequest,
  context: {
    readonly kube: Pick<KubeService, 'get' | 'write'>;
    readonly viewer: Viewer;
    readonly signal?: AbortSignal;
    readonly dryRun?: boolean;
    /** As a dry run has named it; the API server refuses one that is taken since. */
    readonly name?: string;
  },
): Promise<AddedDebugContainer> {
  const { cluster, namespace, pod, image, target, profile } = request;
  if (!IMAGE.test(image)) throw new InputError('image must be an image reference');
  const { kube, viewer, signal, dryRun } = context;
  const ref = { cluster, resource: PODS, namespace, name: pod };
  const before = await kube.get(ref, viewer);
  const names = podContainers(before);
  if (target !== undefined && !names.includes(target))
    throw new InputError(`target: the pod has no container named ${target}`);
  const name = context.name ?? freeName(names);
  const container = {
    name,
    image,
    imagePullPolicy: 'IfNotPresent',
    stdin: true,
    tty: true,
    ...(target === undefined ? {} : { targetContainerName: target }),
    ...debugSecurityContext(profile),
  };
  const value = { spec: { ephemeralContainers: [container] } };
  const { object: after, warnings } = await kube.write(
    {
      ...ref,
      verb: 'patch',
      subresource: 'ephemeralcontainers',
      patch: { type: 'strategic', value },
      dryRun,
      signal,
    },
    viewer,
  );
  return { name, before, after, warnings };
}

/** As in `k8s.io/kubectl/pkg/cmd/debug/profiles.go`, for ephemeral containers. */
export function debugSecurityContext(profile: DebugProfile): { securityContext?: object } {
  switch (profile) {
    case 'general':
      return { securityContext: { capabilities: { add: ['SYS_PTRACE'] } } };
    case 'restricted':
      return {
        securityContext: {
          allowPrivilegeEscalation: false,
          capabilities: { drop: ['ALL'] },
          runAsNonRoot: true,
          seccompProfile: { type: 'RuntimeDefault' },
        },
      };
    case 'netadmin':
      return { securityContext: { capabilities: { add: ['NET_ADMIN', 'NET_RAW'] } } };
    case 'sysadmin':
      return { securityContext: { privileged: true } };
    default:
      return {};
  }
}

function freeName(taken: readonly string[]): string {
  for (let number = 1; ; number++)
    if (!taken.includes(`debugger-${number}`)) return `debugger-${number}`;
}
