import type { ContainerStatus, Pod, PodSpec, PodStatus } from '../../shapes/pod';
import { podHealth } from './pod';
import { summarisePod } from './podStatus';

function pod(spec: PodSpec, status: PodStatus, deletionTimestamp?: string): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: 'p',
      uid: 'u',
      resourceVersion: '1',
      creationTimestamp: '2026-01-01T00:00:00Z',
      deletionTimestamp,
    },
    spec,
    status,
  };
}

const running = (name: string, ready = true, restartCount = 0): ContainerStatus => ({
  name,
  ready,
  started: true,
  restartCount,
  state: { running: {} },
});
const waiting = (name: string, reason: string, restartCount = 0): ContainerStatus => ({
  name,
  ready: false,
  restartCount,
  state: { waiting: { reason } },
});
const ended = (name: string, exitCode: number, reason?: string, signal?: number) => ({
  name,
  ready: false,
  restartCount: 0,
  state: { terminated: { exitCode, reason, signal } },
});

const one: PodSpec = { containers: [{ name: 'a' }] };
const two: PodSpec = { containers: [{ name: 'a' }, { name: 'b' }] };
const withInit: PodSpec = { ...one, initContainers: [{ name: 'i' }, { name: 'j' }] };
const withSidecar: PodSpec = {
  ...one,
  initContainers: [{ name: 's', restartPolicy: 'Always' }, { name: 'i' }],
};
const isReady = [{ type: 'Ready', status: 'True' }];
const unready = [{ type: 'Ready', status: 'False' }];

// Columns: what the case is, the pod, READY, STATUS and RESTARTS of kubectl, our health.
const CASES: [string, Pod, string, string, number, string][] = [
  [
    'a pod that runs',
    pod(one, { phase: 'Running', conditions: isReady, containerStatuses: [running('a')] }),
    '1/1',
    'Running',
    0,
    'ok',
  ],
  [
    'a container that is not ready',
    pod(one, { phase: 'Running', conditions: unready, containerStatuses: [running('a', false)] }),
    '0/1',
    'Running',
    0,
    'warning',
  ],
  [
    'a crash loop beside a container that runs',
    pod(two, {
      phase: 'Running',
      conditions: unready,
      containerStatuses: [waiting('a', 'CrashLoopBackOff', 4), running('b', true, 1)],
    }),
    '1/2',
    'CrashLoopBackOff',
    5,
    'failed',
  ],
  [
    'a completed container beside one that runs, in a ready pod',
    pod(two, {
      phase: 'Running',
      conditions: isReady,
      containerStatuses: [ended('a', 0, 'Completed'), running('b')],
    }),
    '1/2',
    'Running',
    0,
    'ok',
  ],
  [
    'a completed container beside one that runs, in a pod that is not ready',
    pod(two, {
      phase: 'Running',
      conditions: unready,
      containerStatuses: [ended('a', 0, 'Completed'), running('b')],
    }),
    '1/2',
    'NotReady',
    0,
    'warning',
  ],
  [
    'a completed container beside a failed one',
    pod(two, {
      phase: 'Failed',
      containerStatuses: [ended('a', 0, 'Completed'), ended('b', 1, 'Error')],
    }),
    '0/2',
    'Error',
    0,
    'failed',
  ],
  [
    'a container ended by a signal without a reason',
    pod(one, { phase: 'Failed', containerStatuses: [ended('a', 137, undefined, 9)] }),
    '0/1',
    'Signal:9',
    0,
    'failed',
  ],
  [
    'a container ended by a code without a reason',
    pod(one, { phase: 'Failed', containerStatuses: [ended('a', 3)] }),
    '0/1',
    'ExitCode:3',
    0,
    'failed',
  ],
  [
    'a pod that succeeded',
    pod(one, { phase: 'Succeeded', containerStatuses: [ended('a', 0, 'Completed')] }),
    '0/1',
    'Completed',
    0,
    'idle',
  ],
  [
    'an evicted pod',
    pod(one, { phase: 'Failed', reason: 'Evicted' }),
    '0/1',
    'Evicted',
    0,
    'failed',
  ],
  [
    'the second init container running',
    pod(withInit, {
      phase: 'Pending',
      initContainerStatuses: [ended('i', 0, 'Completed'), running('j', false)],
      containerStatuses: [waiting('a', 'PodInitializing')],
    }),
    '0/1',
    'Init:1/2',
    0,
    'progressing',
  ],
  [
    'an init container in a crash loop',
    pod(withInit, {
      phase: 'Pending',
      initContainerStatuses: [waiting('i', 'CrashLoopBackOff', 3)],
      containerStatuses: [waiting('a', 'PodInitializing')],
    }),
    '0/1',
    'Init:CrashLoopBackOff',
    3,
    'failed',
  ],
  [
    'an init container that failed',
    pod(withInit, { phase: 'Pending', initContainerStatuses: [ended('i', 2, 'Error')] }),
    '0/1',
    'Init:Error',
    0,
    'failed',
  ],
  [
    'a sidecar that runs counts as a container, and its restarts too',
    pod(withSidecar, {
      phase: 'Running',
      conditions: [...isReady, { type: 'Initialized', status: 'True' }],
      initContainerStatuses: [running('s', true, 2), ended('i', 0, 'Completed')],
      containerStatuses: [running('a', true, 1)],
    }),
    '2/2',
    'Running',
    3,
    'ok',
  ],
  [
    'a sidecar that has not started holds back the rest',
    pod(withSidecar, {
      phase: 'Pending',
      initContainerStatuses: [
        { name: 's', started: false, restartCount: 0, state: { running: {} } },
      ],
    }),
    '0/2',
    'Init:0/2',
    0,
    'progressing',
  ],
  [
    'a pod being deleted',
    pod(one, { phase: 'Running', conditions: isReady, containerStatuses: [running('a')] }, 'now'),
    '1/1',
    'Terminating',
    0,
    'progressing',
  ],
  [
    'a finished pod being deleted keeps its status',
    pod(one, { phase: 'Failed', containerStatuses: [ended('a', 1, 'Error')] }, 'now'),
    '0/1',
    'Error',
    0,
    'failed',
  ],
  [
    'a pod on a lost node being deleted',
    pod(one, { phase: 'Running', reason: 'NodeLost', containerStatuses: [running('a')] }, 'now'),
    '1/1',
    'Unknown',
    0,
    'failed',
  ],
  [
    'a pod held by a scheduling gate',
    pod(one, {
      phase: 'Pending',
      conditions: [{ type: 'PodScheduled', status: 'False', reason: 'SchedulingGated' }],
    }),
    '0/1',
    'SchedulingGated',
    0,
    'progressing',
  ],
  [
    'a pod that no node takes',
    pod(one, {
      phase: 'Pending',
      conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable' }],
    }),
    '0/1',
    'Pending',
    0,
    'warning',
  ],
  [
    'a pod being created',
    pod(one, { phase: 'Pending', containerStatuses: [waiting('a', 'ContainerCreating')] }),
    '0/1',
    'ContainerCreating',
    0,
    'progressing',
  ],
  [
    'an image that cannot be pulled',
    pod(one, { phase: 'Pending', containerStatuses: [waiting('a', 'ImagePullBackOff')] }),
    '0/1',
    'ImagePullBackOff',
    0,
    'failed',
  ],
];

describe('summarisePod', () => {
  it.each(CASES)('prints %s as kubectl does', (_, object, fraction, status, restarts, health) => {
    const summary = summarisePod(object);
    expect(`${summary.ready}/${summary.total}`).toBe(fraction);
    expect(summary).toMatchObject({ status, restarts });
    expect(podHealth(object, summary).health).toBe(health);
  });
});
