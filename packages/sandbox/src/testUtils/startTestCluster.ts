import { createApiServer } from '../apiserver/ApiServer';
import { Cluster, type NewObject } from '../simulation/Cluster';
import { startControllers } from '../simulation/controllers/startControllers';
import { NODES } from '../simulation/objects/resources';
import { Random } from '../simulation/Random';
import { ImageCatalog } from '../simulation/runtime/ImageCatalog';
import { UsageModel } from '../simulation/runtime/UsageModel';
import { Scheduler } from '../simulation/scheduler/Scheduler';
import { startStages } from '../fleet/startStages';
import { VirtualClock } from './VirtualClock';

/** Images whose programs do what a test needs; all others run and are ready after two seconds. */
const IMAGES = {
  repositories: [
    { repository: 'test/crash', ends: { seconds: 3, exitCode: 1 } },
    { repository: 'test/job', ends: { seconds: 10 } },
    { repository: 'test/failing-job', ends: { seconds: 5, exitCode: 3 } },
    { repository: 'test/hungry', memory: '900Mi' },
    { repository: 'test/unready', unready: 'statuscode: 503' },
    { repository: 'test/tagged', tags: ['1', '2'] },
  ],
};

/** Everything of one cluster, on a clock that the test turns. */
export interface TestCluster {
  readonly cluster: Cluster;
  readonly clock: VirtualClock;
  readonly errors: string[];
  /** Lets so many seconds pass. */
  pass(seconds: number): void;
  addNode(name: string, overrides?: NodeOverrides): void;
  close(): Promise<void>;
}

export interface NodeOverrides {
  readonly labels?: Record<string, string>;
  readonly allocatable?: Record<string, string>;
  readonly taints?: readonly { key: string; value?: string; effect: string }[];
  readonly unschedulable?: boolean;
}

function node(name: string, index: number, overrides: NodeOverrides): NewObject {
  const allocatable = { cpu: '4', memory: '16Gi', pods: '110', ...overrides.allocatable };
  return {
    metadata: {
      name,
      labels: {
        'kubernetes.io/hostname': name,
        'topology.kubernetes.io/zone': `zone-${'abc'[index % 3]}`,
        ...overrides.labels,
      },
    },
    spec: {
      podCIDR: `10.42.${index}.0/24`,
      ...(overrides.taints === undefined ? {} : { taints: overrides.taints }),
      ...(overrides.unschedulable === undefined ? {} : { unschedulable: overrides.unschedulable }),
    },
    status: {
      allocatable,
      capacity: allocatable,
      addresses: [{ type: 'InternalIP', address: `172.20.0.${10 + index}` }],
    },
  };
}

/** Starts the API server without HTTP, the stages, the controllers and the scheduler. */
export function startTestCluster(options: { seed?: number; nodes?: number } = {}): TestCluster {
  const { seed = 1, nodes = 3 } = options;
  const clock = new VirtualClock();
  const errors: string[] = [];
  const random = Random.of(seed, 'apiserver');
  const server = createApiServer({ name: 'test', clock, random: () => random.next(), users: [] });
  const cluster = new Cluster({
    name: 'test',
    client: server.client,
    clock,
    seed,
    onError(where, error) {
      const text = `${where}: ${String(error)}`;
      if (!errors.includes(text)) errors.push(text);
    },
  });
  const images = new ImageCatalog(IMAGES);
  const running = [
    startStages(cluster, images),
    startControllers({ cluster, usage: new UsageModel(clock, images) }),
    new Scheduler(cluster),
  ];
  let count = 0;
  const addNode = (name: string, overrides: NodeOverrides = {}) => {
    cluster.create(NODES, node(name, count++, overrides));
  };
  for (let index = 1; index <= nodes; index++) addNode(`node-${index}`);
  clock.advance(1_000);
  return {
    cluster,
    clock,
    errors,
    pass: seconds => clock.advance(seconds * 1_000),
    addNode,
    async close() {
      for (const part of running) part.close();
      await server.close();
    },
  };
}
