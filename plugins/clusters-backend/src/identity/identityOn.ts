import { isError } from '@backstage/errors';
import type { Clock, ClusterState, KubeService, Viewer } from '@kubemate/kube-node';
import type { ClusterIdentity } from '@kubemate/plugin-clusters-common';

/** A slow cluster does not hold up what the others say. */
const ANSWER_MS = 5_000;

type Answer = ClusterIdentity['answer'];

/** Who the viewer is on one cluster; why that is not known, where it is not. Never fails. */
export async function identityOn(
  { name, connection }: ClusterState,
  deps: { kube: KubeService; viewer: Viewer; clock: Clock },
): Promise<Answer> {
  const { kube, viewer, clock } = deps;
  if (connection.state === 'unreachable')
    return { state: 'unreachable', reason: connection.reason };
  let cancel = () => {};
  const late = new Promise<Answer>(resolve => {
    cancel = clock.after(ANSWER_MS, () =>
      resolve({ state: 'unreachable', reason: 'the cluster has not answered yet' }),
    );
  });
  const asked = kube.whoAmI(name, viewer).then(known, failed);
  return await Promise.race([asked, late]).finally(() => cancel());
}

function known({ user, groups, sources }: Awaited<ReturnType<KubeService['whoAmI']>>): Answer {
  const named = (kind: 'user' | 'group', name: string) => {
    const source = sources.find(each => each.kind === kind && each.name === name);
    return source === undefined ? { name } : { name, entityRef: source.entityRef };
  };
  return {
    state: 'known',
    user: named('user', user),
    groups: groups.map(name => named('group', name)),
  };
}

function failed(error: unknown): Answer {
  const reason = isError(error) ? error.message : 'the cluster did not answer';
  const denied = isError(error) && error.name === 'NotAllowedError';
  return { state: denied ? 'denied' : 'unreachable', reason };
}
