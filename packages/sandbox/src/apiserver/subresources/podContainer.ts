import type { KubeObject } from '@kubemate/kube-common';
import { ApiStatusError } from '../ApiStatusError';
import { objectsAt, stringAt } from '../json';

function names(pod: KubeObject, field: string): string[] {
  return objectsAt(pod.spec, field).flatMap(container => stringAt(container, 'name') ?? []);
}

/** The container a log, exec or attach request means: the only one, or the one it names. */
export function podContainer(pod: KubeObject, wanted: string | null): string {
  const containers = names(pod, 'containers');
  const initial = names(pod, 'initContainers');
  const ephemeral = names(pod, 'ephemeralContainers');
  const { name } = pod.metadata;
  const [only] = containers;
  if (wanted !== null && wanted !== '') {
    if ([...containers, ...initial, ...ephemeral].includes(wanted)) return wanted;
    throw ApiStatusError.badRequest(`container ${wanted} is not valid for pod ${name}`);
  }
  if (containers.length === 1 && only !== undefined) return only;
  const others = [
    initial.length === 0 ? '' : ` or one of the init containers: [${initial.join(' ')}]`,
    ephemeral.length === 0 ? '' : ` or one of the ephemeral containers: [${ephemeral.join(' ')}]`,
  ];
  throw ApiStatusError.badRequest(
    `a container name must be specified for pod ${name}, choose one of: [${containers.join(' ')}]${others.join('')}`,
  );
}
