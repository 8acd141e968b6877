import { indexInChild, startPodServer } from './child';
import type { IndexResult } from './indexRun';
import { type Finding, median, spread } from './statistics';

const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;
const megabytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(0)} MiB`;

function findings(ours: readonly IndexResult[], peer: readonly IndexResult[]): Finding[] {
  const of = (results: readonly IndexResult[], field: keyof IndexResult) =>
    results.map(result => result[field]);
  const ratio = (field: keyof IndexResult) =>
    median(peer.map((result, at) => result[field] / (ours[at]?.[field] ?? Number.NaN)));
  const wall = ratio('fullMs');
  const heap = ratio('heap');
  const first = median(ours.map(result => result.firstRowMs / result.fullMs));
  const spreads = `spread ${spread(of(ours, 'fullMs')).toFixed(2)} / ${spread(of(peer, 'fullMs')).toFixed(2)}`;
  return [
    {
      subject: `Cold index of 100,000 pods, wall time (${spreads})`,
      ours: seconds(median(of(ours, 'fullMs'))),
      peer: `${seconds(median(of(peer, 'fullMs')))} client-node informer`,
      ratio: `${wall.toFixed(1)}× faster`,
      goal: '≥ 4×',
      met: wall >= 4,
    },
    {
      subject: 'Cold index of 100,000 pods, heap after gc',
      ours: megabytes(median(of(ours, 'heap'))),
      peer: `${megabytes(median(of(peer, 'heap')))} client-node informer`,
      ratio: `${heap.toFixed(1)}× less`,
      goal: '≥ 20×',
      met: heap >= 20,
    },
    {
      subject: 'First rows visible, share of the full list',
      ours: `${median(of(ours, 'firstRowMs')).toFixed(0)} ms`,
      peer: `${seconds(median(of(ours, 'fullMs')))} own full list`,
      ratio: `${(first * 100).toFixed(1)} %`,
      goal: '≤ 5 %',
      met: first <= 0.05,
    },
    {
      subject: 'Longest hold-up of the event loop while listing',
      ours: `${median(of(ours, 'longestBlockMs')).toFixed(0)} ms`,
      peer: `${median(of(peer, 'longestBlockMs')).toFixed(0)} ms client-node informer`,
      ratio: `${(median(of(peer, 'longestBlockMs')) / median(of(ours, 'longestBlockMs'))).toFixed(1)}× shorter`,
      goal: '',
      met: undefined,
    },
  ];
}

/** Both fill an index from the same server, in turns and each in a process of its own. */
export async function benchColdIndex(options: { objects: number; rounds: number }) {
  const { objects, rounds } = options;
  const server = await startPodServer({ count: objects, namespaces: 2000 });
  const ours: IndexResult[] = [];
  const peer: IndexResult[] = [];
  try {
    const task = { servers: [server.origin], objects, alive: 1 };
    for (let round = 0; round < rounds; round++) {
      ours.push(await indexInChild({ ...task, indexer: 'kubemate' }));
      peer.push(await indexInChild({ ...task, indexer: 'client-node' }));
    }
  } finally {
    server.stop();
  }
  return { findings: findings(ours, peer), listBytes: server.bytes };
}
