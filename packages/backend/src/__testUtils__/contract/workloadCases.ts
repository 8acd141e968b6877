import type { OperationCase, Prepared } from './checkOperation';
import type { ClusterPlace, Made } from './ClusterPlace';

const LOCKED = { status: 409, tells: /spec\.\S+|has been modified|somebody|changed/i } as const;

/** A Deployment without pods: nothing but the operation changes it. */
export function makeDeployment(place: ClusterPlace, spec: object = {}): Promise<Made> {
  const labels = { app: place.newName('app') };
  return place.make('Deployment', {
    apiVersion: 'apps/v1',
    spec: {
      replicas: 0,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: [{ name: 'web', image: 'shop/web:1' }] },
      },
      ...spec,
    },
  });
}

const imagePatch = (image: string) => ({
  spec: { template: { spec: { containers: [{ name: 'web', image }] } } },
});

/** What is done to workloads, by the operation's name. */
export function workloadCases(place: ClusterPlace): Readonly<Record<string, OperationCase>> {
  const onDeployment = async (
    input: object,
    { spec, meddle }: { spec?: object; meddle: object },
  ): Promise<Prepared> => {
    const made = await makeDeployment(place, spec);
    return {
      input: { workload: made.ref, ...input },
      state: async () => (await made.get()).spec,
      live: made.get,
      meddle: () => made.patch(meddle),
    };
  };
  return {
    'clusters.scale-workload': {
      prepare: () => onDeployment({ replicas: 2 }, { meddle: { spec: { replicas: 1 } } }),
      ...{ conflict: LOCKED, undo: true },
    },
    'clusters.restart-workload': {
      prepare: async () => {
        const { live, ...rest } = await onDeployment({}, { meddle: {} });
        // The annotation is the time of the run, which the plan cannot know.
        return rest;
      },
      conflict: {
        never: 'Two restarts are two restarts: it overwrites nothing that anybody wrote',
      },
      undo: 'Pods that were replaced do not come back',
    },
    'clusters.pause-rollout': {
      prepare: () => onDeployment({}, { meddle: { spec: { paused: true } } }),
      conflict: LOCKED,
      undo: true,
    },
    'clusters.resume-rollout': {
      prepare: () =>
        onDeployment({}, { spec: { paused: true }, meddle: { spec: { paused: null } } }),
      conflict: LOCKED,
      undo: true,
    },
    'clusters.set-image': {
      prepare: () =>
        onDeployment(
          { container: 'web', image: 'shop/web:2' },
          { meddle: imagePatch('shop/web:3') },
        ),
      ...{ conflict: LOCKED, undo: true },
    },
    'clusters.rollback-workload': {
      prepare: async () => {
        const prepared = await onDeployment({}, { meddle: imagePatch('shop/web:3') });
        const owner = await prepared.live?.();
        const name = `${owner.metadata.name}-old`;
        const labels = { ...owner.spec.selector.matchLabels, 'pod-template-hash': 'old' };
        await place.make('ReplicaSet', {
          apiVersion: 'apps/v1',
          metadata: {
            ...{ name, labels },
            annotations: { 'deployment.kubernetes.io/revision': '71' },
            ownerReferences: [
              {
                ...{ apiVersion: 'apps/v1', kind: 'Deployment', name: owner.metadata.name },
                ...{ uid: owner.metadata.uid, controller: true },
              },
            ],
          },
          spec: {
            ...{ replicas: 0, selector: { matchLabels: labels } },
            template: {
              metadata: { labels },
              spec: { containers: [{ name: 'web', image: 'shop/web:0' }] },
            },
          },
        });
        return { ...prepared, input: { ...prepared.input, revision: 71 } };
      },
      ...{ conflict: LOCKED, undo: true },
    },
    ...cronJobCases(place),
  };
}

function cronJobCases(place: ClusterPlace): Readonly<Record<string, OperationCase>> {
  const template = {
    spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'shop/nightly:1' }] },
  };
  const make = (suspend: boolean) =>
    place.make('CronJob', {
      apiVersion: 'batch/v1',
      spec: { schedule: '0 3 29 2 *', suspend, jobTemplate: { spec: { template } } },
    });
  const edit = (suspend: boolean): OperationCase => ({
    prepare: async () => {
      const made = await make(suspend);
      return {
        input: { cronjob: made.ref },
        state: async () => (await made.get()).spec,
        live: made.get,
        meddle: () => made.patch({ spec: { suspend: !suspend } }),
      };
    },
    ...{ conflict: LOCKED, undo: true },
  });
  return {
    'clusters.suspend-cronjob': edit(false),
    'clusters.resume-cronjob': edit(true),
    'clusters.run-cronjob-now': {
      prepare: async () => {
        const made = await make(true);
        const { uid } = (await made.get()).metadata;
        return {
          input: { cronjob: made.ref },
          async state() {
            const { items } = await place.admin.get(
              `/apis/batch/v1/namespaces/${place.namespace}/jobs`,
            );
            return items
              .filter(({ metadata }: any) => metadata.deletionTimestamp === undefined)
              .filter(({ metadata }: any) => metadata.ownerReferences?.[0]?.uid === uid)
              .map(({ metadata }: any) => metadata.name);
          },
          meddle: () =>
            made.patch({
              spec: { jobTemplate: { metadata: { labels: { changed: 'meanwhile' } } } },
            }),
        };
      },
      conflict: { status: 409, tells: /changed/i },
      undo: true,
    },
  };
}
