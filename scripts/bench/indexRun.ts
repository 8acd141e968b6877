import { setTimeout as sleep } from 'node:timers/promises';
import { INDEXERS, type IndexerName } from './indexers';

/** What one process measured while it filled its indexes. Times in milliseconds, memory in bytes. */
export interface IndexResult {
  readonly firstRowMs: number;
  readonly fullMs: number;
  readonly heap: number;
  readonly rss: number;
  /** Longest time that the event loop was held up. */
  readonly longestBlockMs: number;
}

/** What a process is told to index. */
export interface IndexTask {
  readonly indexer: IndexerName;
  readonly servers: readonly string[];
  /** Objects of each server that answers. */
  readonly objects: number;
  readonly alive: number;
}

function heapNow(): number {
  for (let round = 0; round < 3; round++) globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

/** Runs in a child process of its own, so that one run's heap cannot weigh on the next. */
export async function runIndex(task: IndexTask): Promise<IndexResult> {
  const before = heapNow();
  const start = performance.now();
  const running = task.servers.map(server => INDEXERS[task.indexer](server));
  let firstRowMs = 0;
  let last = start;
  let longestBlockMs = 0;
  const complete = () => running.filter(({ size }) => size() >= task.objects).length >= task.alive;
  while (!complete()) {
    await sleep(1);
    const now = performance.now();
    longestBlockMs = Math.max(longestBlockMs, now - last - 1);
    last = now;
    if (firstRowMs === 0 && running.some(({ size }) => size() > 0)) firstRowMs = now - start;
  }
  const fullMs = performance.now() - start;
  // What the last page left behind is not part of the index.
  await sleep(500);
  const heap = heapNow() - before;
  const { rss } = process.memoryUsage();
  for (const indexer of running) indexer.stop();
  return { firstRowMs, fullMs, heap, rss, longestBlockMs };
}
