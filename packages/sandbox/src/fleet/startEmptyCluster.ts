import { createApiServer } from '../apiserver/ApiServer';
import { publishedTektonTypes } from '../apiserver/publishedDocuments';
import type { Clock } from '../Clock';
import { Cluster } from '../simulation/Cluster';
import { startControllers } from '../simulation/controllers/startControllers';
import { NODES, resource } from '../simulation/objects/resources';
import { Random } from '../simulation/Random';
import { ImageCatalog } from '../simulation/runtime/ImageCatalog';
import { UsageModel } from '../simulation/runtime/UsageModel';
import { Scheduler } from '../simulation/scheduler/Scheduler';
import { logHook } from './logs/logHook';
import { startStages } from './startStages';

const DEFINITIONS = resource(
  'apiextensions.k8s.io/v1',
  'CustomResourceDefinition',
  'customresourcedefinitions',
);
const SEED = 1;

export interface EmptyCluster {
  /** `http://127.0.0.1:PORT` */
  readonly server: string;
  /** Of a member of `system:masters`. */
  readonly token: string;
  close(): Promise<void>;
}

/** The machine's clock, so many times as fast. */
function fasterClock(speed: number): Clock {
  const start = Date.now();
  return {
    now: () => start + Math.round((Date.now() - start) * speed),
    after(delayMs, callback) {
      const timer = setTimeout(callback, delayMs / speed);
      timer.unref();
      return () => clearTimeout(timer);
    },
  };
}

/**
 * One cluster without the company of the sandbox: a node, the controllers, and Tekton Pipelines. For tests of what runs on a cluster.
 * @param speed - how many seconds of the cluster pass in one
 */
export async function startEmptyCluster({ speed }: { speed: number }): Promise<EmptyCluster> {
  const clock = fasterClock(speed);
  const token = 'portal-token';
  const random = Random.of(SEED, 'apiserver');
  const name = 'empty';
  const server = createApiServer({
    ...{ name, clock, random: () => random.next() },
    users: [{ token, user: 'portal', groups: ['system:masters'] }],
  });
  const cluster = new Cluster({ name, client: server.client, clock, seed: SEED });
  const images = new ImageCatalog({ repositories: [] });
  const usage = new UsageModel(clock, images);
  const running = [
    startStages(cluster, images),
    startControllers({ cluster, usage }),
    new Scheduler(cluster),
  ];
  server.hooks.log = logHook(cluster, images);
  const capacity = { cpu: '64', memory: '256Gi', pods: '500' };
  cluster.create(NODES, {
    metadata: { name: 'node-1', labels: { 'kubernetes.io/hostname': 'node-1' } },
    status: { capacity, allocatable: capacity },
  });
  for (const definition of publishedTektonTypes())
    cluster.create(DEFINITIONS, definition as Parameters<Cluster['create']>[1]);
  await server.listen();
  return {
    server: server.url,
    token,
    async close() {
      for (const part of running) part.close();
      await server.close();
    },
  };
}
