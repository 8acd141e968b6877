import type { OperationContract } from '@kubemate/operations-common';
import { clustersOperations as ops } from '@kubemate/plugin-clusters-common';
import { Fields } from '../object/Fields';
import { objectInput, typeKey, type Subject } from './Subject';

export type ActionId =
  | 'scale'
  | 'restart'
  | 'pause'
  | 'resume'
  | 'rollback'
  | 'setImage'
  | 'cordon'
  | 'uncordon'
  | 'drain'
  | 'taints'
  | 'evict'
  | 'suspend'
  | 'unsuspend'
  | 'runNow'
  | 'resize'
  | 'editConfig'
  | 'reveal'
  | 'metadata'
  | 'editYaml'
  | 'delete';

/** Something that can be done to objects of some kinds. */
export interface Action {
  readonly id: ActionId;
  readonly contract: OperationContract;
  /** Actions of one group stand together in a menu. */
  readonly group: 'run' | 'change' | 'remove';
  /** The key on an object's page and in a table, as kubectl's and k9s' users know it. */
  readonly shortcut?: string;
  /** Takes something away or interrupts it. */
  readonly danger?: boolean;
  /** Needs nothing but the object, so that it can be done to many at once. */
  readonly bulk?: boolean;
  readonly kinds: readonly string[] | 'any';
  /** Of the objects of these kinds, only those; asked only where the object has been read. */
  fits?(object: Fields): boolean;
  /** What the rights are asked for with, and what is run where there is no form. */
  input(subject: Subject): Readonly<Record<string, unknown>>;
}

const ROLLED = ['apps/deployments', 'apps/statefulsets', 'apps/daemonsets'];
const SCALED = [
  'apps/deployments',
  'apps/statefulsets',
  'apps/replicasets',
  '/replicationcontrollers',
];
const NODES = ['/nodes'];
const CRON_JOBS = ['batch/cronjobs'];

const workload = (subject: Subject) => ({ workload: objectInput(subject) });
const node = (subject: Subject) => ({ node: objectInput(subject) });
const cronjob = (subject: Subject) => ({ cronjob: objectInput(subject) });
const spec = (subject: Subject) => new Fields(subject.object).at('spec');

function firstContainer(subject: Subject): Fields | undefined {
  return spec(subject).at('template', 'spec', 'containers').items[0];
}

/** In the order of the menu. */
export const ACTIONS: readonly Action[] = [
  {
    id: 'scale',
    contract: ops.scaleWorkload,
    group: 'run',
    shortcut: 's',
    kinds: SCALED,
    input: subject => ({
      ...workload(subject),
      replicas: spec(subject).at('replicas').number ?? 1,
    }),
  },
  {
    id: 'restart',
    contract: ops.restartWorkload,
    group: 'run',
    shortcut: 'r',
    bulk: true,
    kinds: ROLLED,
    input: workload,
  },
  {
    id: 'pause',
    contract: ops.pauseRollout,
    group: 'run',
    bulk: true,
    kinds: ['apps/deployments'],
    fits: object => !object.at('spec', 'paused').flag,
    input: workload,
  },
  {
    id: 'resume',
    contract: ops.resumeRollout,
    group: 'run',
    bulk: true,
    kinds: ['apps/deployments'],
    fits: object => object.at('spec', 'paused').flag,
    input: workload,
  },
  {
    id: 'rollback',
    contract: ops.rollbackWorkload,
    group: 'run',
    shortcut: 'b',
    kinds: ROLLED,
    input: subject => ({ ...workload(subject), revision: 1 }),
  },
  {
    id: 'setImage',
    contract: ops.setImage,
    group: 'change',
    shortcut: 'i',
    kinds: ROLLED,
    input: subject => ({
      ...workload(subject),
      container: firstContainer(subject)?.at('name').text ?? 'app',
      image: firstContainer(subject)?.at('image').text ?? 'image',
    }),
  },
  {
    id: 'cordon',
    contract: ops.cordonNode,
    group: 'run',
    shortcut: 'c',
    bulk: true,
    kinds: NODES,
    fits: object => !object.at('spec', 'unschedulable').flag,
    input: node,
  },
  {
    id: 'uncordon',
    contract: ops.uncordonNode,
    group: 'run',
    shortcut: 'u',
    bulk: true,
    kinds: NODES,
    fits: object => object.at('spec', 'unschedulable').flag,
    input: node,
  },
  {
    id: 'drain',
    contract: ops.drainNode,
    group: 'run',
    shortcut: 'r',
    danger: true,
    kinds: NODES,
    input: node,
  },
  {
    id: 'taints',
    contract: ops.setTaints,
    group: 'change',
    shortcut: 't',
    kinds: NODES,
    input: subject => ({ ...node(subject), taints: [] }),
  },
  {
    id: 'runNow',
    contract: ops.runCronJobNow,
    group: 'run',
    shortcut: 'r',
    kinds: CRON_JOBS,
    input: cronjob,
  },
  {
    id: 'suspend',
    contract: ops.suspendCronJob,
    group: 'run',
    bulk: true,
    kinds: CRON_JOBS,
    fits: object => !object.at('spec', 'suspend').flag,
    input: cronjob,
  },
  {
    id: 'unsuspend',
    contract: ops.resumeCronJob,
    group: 'run',
    bulk: true,
    kinds: CRON_JOBS,
    fits: object => object.at('spec', 'suspend').flag,
    input: cronjob,
  },
  {
    id: 'evict',
    contract: ops.evictPod,
    group: 'run',
    danger: true,
    bulk: true,
    kinds: ['/pods'],
    input: subject => ({ pod: objectInput(subject) }),
  },
  {
    id: 'resize',
    contract: ops.resizeVolumeClaim,
    group: 'change',
    kinds: ['/persistentvolumeclaims'],
    input: subject => ({
      claim: objectInput(subject),
      size: spec(subject).at('resources', 'requests', 'storage').text ?? '1Gi',
    }),
  },
  {
    id: 'reveal',
    contract: ops.revealSecret,
    group: 'change',
    kinds: ['/secrets'],
    input: subject => ({ secret: objectInput(subject) }),
  },
  {
    id: 'editConfig',
    contract: ops.editConfig,
    group: 'change',
    kinds: ['/configmaps', '/secrets'],
    input: subject => ({ object: objectInput(subject), set: {}, remove: [] }),
  },
  {
    id: 'metadata',
    contract: ops.editMetadata,
    group: 'change',
    shortcut: 'm',
    kinds: 'any',
    input: subject => ({ object: objectInput(subject) }),
  },
  {
    id: 'editYaml',
    contract: ops.applyManifest,
    group: 'change',
    shortcut: 'e',
    kinds: 'any',
    input: ({ target, kind, ...subject }) => {
      const { apiVersion, name, namespace } = objectInput({ target, kind, ...subject });
      return {
        cluster: target.cluster,
        manifest: JSON.stringify({ apiVersion, kind, metadata: { name, namespace } }),
      };
    },
  },
  {
    id: 'delete',
    contract: ops.deleteObject,
    group: 'remove',
    shortcut: 'Ctrl-d',
    danger: true,
    bulk: true,
    kinds: 'any',
    input: subject => ({ object: objectInput(subject) }),
  },
];

const GROUPS: readonly Action['group'][] = ['run', 'change', 'remove'];

/** What can be done to an object: by its kind, and by its state where that is known. */
export function actionsFor(subject: Subject): readonly Action[] {
  const key = typeKey(subject.target.resource);
  const object = subject.object && new Fields(subject.object);
  return ACTIONS.filter(
    ({ kinds, fits }) =>
      (kinds === 'any' || kinds.includes(key)) &&
      (fits === undefined || object === undefined || fits(object)),
  ).sort((a, b) => GROUPS.indexOf(a.group) - GROUPS.indexOf(b.group));
}

/** What can be done to many objects of a kind at once. */
export function bulkActionsFor(resource: Subject['target']['resource']): readonly Action[] {
  const target = { cluster: '', resource, name: '' };
  return actionsFor({ target, kind: '' }).filter(action => action.bulk);
}
