import { createServer } from 'node:net';
import { indexInChild, startPodServer } from './child';
import type { IndexResult } from './indexRun';
import { type Finding, median } from './statistics';

const CLUSTERS = 100;
const OBJECTS = 1000;

/** Accepts connections and never answers: worse than one that refuses. */
async function startDeadServer() {
  const server = createServer(() => {});
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return { origin: `http://127.0.0.1:${port}`, stop: () => server.close() };
}

const perCluster = (result: IndexResult) => result.heap / CLUSTERS;
const megabytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(2)} MiB`;

/** One process follows 100 clusters of 1000 pods, one of which never answers. */
export async function benchFleetMemory(rounds: number): Promise<Finding[]> {
  const server = await startPodServer({ count: OBJECTS, namespaces: 20 });
  const dead = await startDeadServer();
  const healthy = Array.from({ length: CLUSTERS }, (_, at) => `${server.origin}/c${at}`);
  const oneDead = [...healthy.slice(1), dead.origin];
  const ours: IndexResult[] = [];
  const peer: IndexResult[] = [];
  const allHealthy: IndexResult[] = [];
  try {
    for (let round = 0; round < rounds; round++) {
      const task = { objects: OBJECTS, servers: oneDead, alive: CLUSTERS - 1 };
      ours.push(await indexInChild({ ...task, indexer: 'kubemate' }));
      peer.push(await indexInChild({ ...task, indexer: 'client-node' }));
      const all = { objects: OBJECTS, servers: healthy.slice(1), alive: CLUSTERS - 1 };
      allHealthy.push(await indexInChild({ ...all, indexer: 'kubemate' }));
    }
  } finally {
    server.stop();
    dead.stop();
  }
  const ratio = median(
    ours.map((result, at) => perCluster(result) / perCluster(peer[at] ?? result)),
  );
  const delay = median(ours.map((result, at) => result.fullMs / (allHealthy[at] ?? result).fullMs));
  return [
    {
      subject: 'Heap per cluster, 100 clusters × 1,000 pods, one of them dead',
      ours: megabytes(median(ours.map(perCluster))),
      peer: `${megabytes(median(peer.map(perCluster)))} client-node informers`,
      ratio: `1/${(1 / ratio).toFixed(1)}`,
      goal: '≤ 1/10',
      met: ratio <= 0.1,
    },
    {
      subject: 'Time until the 99 others are complete beside a cluster that never answers',
      ours: `${(median(ours.map(result => result.fullMs)) / 1000).toFixed(2)} s`,
      peer: `${(median(allHealthy.map(result => result.fullMs)) / 1000).toFixed(2)} s without it`,
      ratio: `${delay.toFixed(2)}×`,
      goal: '≤ 1.05×',
      met: delay <= 1.05,
    },
  ];
}
