import type { ResourceId } from '@kubemate/kube-common';

/** Kinds with pods behind one selector. */
const WITH_PODS = new Set([
  '/pods',
  '/replicationcontrollers',
  'apps/deployments',
  'apps/statefulsets',
  'apps/daemonsets',
  'apps/replicasets',
  'batch/jobs',
]);

const CRON_JOBS = 'batch/cronjobs';

type TypeName = Pick<ResourceId, 'group' | 'plural'>;

/** Whether objects of this type have pods whose logs can be followed. */
export function hasLogs({ group, plural }: TypeName): boolean {
  const name = `${group}/${plural}`;
  return WITH_PODS.has(name) || name === CRON_JOBS;
}

/** Whether objects of this type have pods that a terminal can be opened in; those of a cron job come and go. */
export function hasTerminal({ group, plural }: TypeName): boolean {
  return WITH_PODS.has(`${group}/${plural}`);
}

/** Whether objects of this type make pods, rather than being one. */
export function ownsPods(type: TypeName): boolean {
  return hasLogs(type) && type.plural !== 'pods';
}
