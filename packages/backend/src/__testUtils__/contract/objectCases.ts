import type { OperationCase, Prepared } from './checkOperation';
import type { ClusterPlace, Made } from './ClusterPlace';
import { until } from './KubeAdmin';

const LOCKED = { status: 409, tells: /data|spec|metadata|modified|changed|not found/i } as const;
const CONTAINERS = [{ name: 'web', image: 'shop/web:1' }];

/** What is done to nodes, objects of any kind, volumes and Secrets, by the operation's name. */
export function objectCases(place: ClusterPlace): Readonly<Record<string, OperationCase>> {
  const configMap = () => place.make('ConfigMap', { data: { colour: 'red' } });
  const secret = () => place.make('Secret', { data: { token: btoa('contract') } });
  return {
    ...nodeCases(place),
    'clusters.delete-object': {
      prepare: async () => {
        const made = await configMap();
        return {
          input: { object: made.ref },
          state: async () => (await made.get())?.data,
          live: made.get,
          // Gone, and another of the same name in its place.
          meddle: async () => {
            await place.admin.remove(made.path);
            await place.make('ConfigMap', { metadata: { name: made.name }, data: { a: 'b' } });
          },
        };
      },
      ...{ conflict: LOCKED, undo: true },
    },
    'clusters.apply-manifest': {
      prepare: async () => {
        const made = await configMap();
        const { metadata } = await made.get();
        const { name, namespace, resourceVersion } = metadata;
        const manifest = {
          ...{ apiVersion: 'v1', kind: 'ConfigMap', data: { colour: 'green' } },
          metadata: { name, namespace, resourceVersion },
        };
        return {
          input: { cluster: place.cluster, manifest: JSON.stringify(manifest) },
          state: async () => (await made.get()).data,
          live: made.get,
          meddle: () => made.patch({ data: { colour: 'blue' } }),
        };
      },
      ...{ conflict: LOCKED, undo: true },
    },
    'clusters.edit-metadata': {
      prepare: async () => {
        const made = await configMap();
        return {
          input: { object: made.ref, labels: { set: { 'shop.example/tier': 'web' } } },
          state: async () => (await made.get()).metadata.labels,
          live: made.get,
          meddle: () => made.patch({ metadata: { labels: { 'shop.example/tier': 'db' } } }),
        };
      },
      ...{ conflict: LOCKED, undo: true },
    },
    'clusters.edit-config': {
      prepare: async () => {
        const made = await configMap();
        return {
          input: { object: made.ref, set: { colour: 'green' } },
          state: async () => (await made.get()).data,
          live: made.get,
          meddle: () => made.patch({ data: { colour: 'blue' } }),
        };
      },
      ...{ conflict: LOCKED, undo: 'Values of a Secret do not leave the API server for it' },
    },
    'clusters.reveal-secret': {
      prepare: async () => {
        const made = await secret();
        return { input: { secret: made.ref }, state: async () => (await made.get()).data };
      },
      ...unchanging('It reads'),
    },
    'clusters.resize-volume-claim': {
      prepare: () => prepareClaim(place),
      ...{ conflict: LOCKED, undo: 'A volume never becomes smaller again' },
    },
    ...podCases(place),
  };
}

function unchanging(reads: string) {
  return { reads, conflict: { never: reads }, undo: reads };
}

function nodeCases(place: ClusterPlace): Readonly<Record<string, OperationCase>> {
  const prepare = async (
    input: object,
    { spec = {}, meddle }: { spec?: object; meddle: object },
  ): Promise<Prepared> => {
    const made = await place.make('Node', { spec });
    await settled(made);
    return {
      input: { node: made.ref, ...input },
      async state() {
        const { unschedulable = false, taints = [] } = (await made.get()).spec;
        // What controllers of a node that nobody runs write into it is not asked for.
        const own = taints.filter(({ key }: any) => !key.includes('kubernetes.io'));
        return { unschedulable, own };
      },
      meddle: () => made.patch(meddle),
    };
  };
  const taint = (value: string) => ({ key: 'team', value, effect: 'PreferNoSchedule' });
  return {
    'clusters.cordon-node': {
      prepare: () => prepare({}, { meddle: { spec: { unschedulable: true } } }),
      ...{ conflict: LOCKED, undo: true },
    },
    'clusters.uncordon-node': {
      prepare: () =>
        prepare({}, { spec: { unschedulable: true }, meddle: { spec: { unschedulable: null } } }),
      ...{ conflict: LOCKED, undo: true },
    },
    'clusters.set-taints': {
      prepare: () =>
        prepare({ taints: [taint('shop')] }, { meddle: { spec: { taints: [taint('ml')] } } }),
      ...{ conflict: LOCKED, undo: true },
    },
    'clusters.drain-node': {
      prepare: () => prepare({ timeoutSeconds: 5 }, { meddle: { spec: { unschedulable: true } } }),
      ...{ conflict: LOCKED, undo: true },
    },
  };
}

async function prepareClaim(place: ClusterPlace): Promise<Prepared> {
  const storage = await place.make('StorageClass', {
    ...{ apiVersion: 'storage.k8s.io/v1', provisioner: 'example.com/none' },
    ...{ allowVolumeExpansion: true, volumeBindingMode: 'WaitForFirstConsumer' },
  });
  const name = place.newName('claim');
  const of = { accessModes: ['ReadWriteOnce'], storageClassName: storage.name };
  const volume = await place.make('PersistentVolume', {
    spec: {
      ...{ ...of, capacity: { storage: '1Gi' }, hostPath: { path: '/nowhere' } },
      claimRef: { namespace: place.namespace, name },
    },
  });
  const made = await place.make('PersistentVolumeClaim', {
    metadata: { name },
    spec: { ...of, volumeName: volume.name, resources: { requests: { storage: '1Gi' } } },
  });
  // Only what is bound can grow; where no controller binds, the test does.
  await made.patch({ status: { phase: 'Bound', capacity: { storage: '1Gi' } } }, 'status');
  await volume.patch({ status: { phase: 'Bound' } }, 'status');
  await settled(made);
  return {
    input: { claim: made.ref, size: '2Gi' },
    state: async () => (await made.get()).spec.resources,
    live: made.get,
    meddle: () => made.patch({ spec: { resources: { requests: { storage: '1500Mi' } } } }),
  };
}

function podCases(place: ClusterPlace): Readonly<Record<string, OperationCase>> {
  const running = async (): Promise<Made> => {
    const made = await place.make('Pod', {
      spec: {
        ...{ automountServiceAccountToken: false, terminationGracePeriodSeconds: 0 },
        // Of no node that anybody runs: nothing happens to it but what the test does.
        ...{ nodeName: `${place.namespace}-nowhere`, containers: CONTAINERS },
      },
    });
    const status = {
      phase: 'Running',
      conditions: [{ type: 'Ready', status: 'True' }],
      containerStatuses: [
        {
          ...{ name: 'web', ready: true, restartCount: 0, image: 'shop/web:1', imageID: 'a' },
          state: { running: { startedAt: '2026-01-01T00:00:00Z' } },
        },
      ],
    };
    await made.patch({ status }, 'status');
    await until('the pod', async () => (await made.get())?.status.phase === 'Running' || undefined);
    return made;
  };
  const inside = (made: Made) => ({
    ...{ cluster: place.cluster, namespace: place.namespace, pod: made.name },
  });
  return {
    'clusters.evict-pod': {
      prepare: async () => {
        const made = await running();
        return {
          input: { pod: made.ref, gracePeriodSeconds: 0 },
          async state() {
            const pod = await made.get();
            return pod === undefined || pod.metadata.deletionTimestamp ? 'gone' : 'there';
          },
          live: made.get,
          meddle: () => made.patch({ metadata: { labels: { kept: 'for-a-look' } } }),
        };
      },
      ...{ conflict: LOCKED, undo: 'A pod that is gone does not come back' },
    },
    'clusters.open-terminal': {
      prepare: async () => {
        const made = await running();
        return {
          input: { ...inside(made), container: 'web', command: ['sh'] },
          state: async () => (await made.get()).spec,
        };
      },
      ...unchanging('The session changes nothing before somebody types into it'),
    },
    'clusters.add-debug-container': {
      prepare: async () => {
        const made = await running();
        return {
          input: { ...inside(made), image: 'busybox:1' },
          state: async () => (await made.get()).spec.ephemeralContainers,
          live: made.get,
          meddle: () =>
            made.patch(
              { spec: { ephemeralContainers: [{ name: 'debugger-1', image: 'busybox:2' }] } },
              'ephemeralcontainers',
            ),
        };
      },
      ...{ conflict: LOCKED, undo: 'An ephemeral container stays in the pod until it is gone' },
    },
  };
}

/** Controllers of a real cluster have written into it what they write. */
async function settled({ get }: Made): Promise<void> {
  let seen = '';
  await until('that controllers leave it alone', async () => {
    await new Promise(resolve => setTimeout(resolve, 300));
    const { resourceVersion } = (await get()).metadata;
    const isSame = resourceVersion === seen;
    seen = resourceVersion;
    return isSame || undefined;
  });
}
