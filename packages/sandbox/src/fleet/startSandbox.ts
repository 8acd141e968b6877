import type { Clock } from '../Clock';
import { SandboxClock } from '../simulation/time/SandboxClock';
import { SandboxCluster } from './SandboxCluster';
import { readClusterPlans, readTimeline, type ScenarioChange } from './scenarioFiles';

const DAY_MS = 86_400_000;
const BEGINNING_MS = 41 * DAY_MS;
/** Everything starts at once on the first day; this is how long that takes. */
const FIRST_MS = 3 * 60_000;
/** The last minutes are lived through in full. */
const LAST_MS = 5 * 60_000;
/** Custom resource types are served soon after they are defined. */
const ESTABLISH_MS = 10_000;
/** An API server has the events of the last hour. */
const EVENTS_MS = 3_600_000;

export interface SandboxOptions {
  /** The same seed and clock give the same clusters. */
  readonly seed: number;
  readonly clock: Clock;
  /** Further objects in the development cluster, about. */
  readonly objects?: number;
  /** Names of the clusters to start; all, where absent. */
  readonly only?: readonly string[];
  /** Hears of what a controller could not do. It will be tried again. */
  readonly onError?: (where: string, error: unknown) => void;
}

export interface RunningCluster {
  readonly name: string;
  readonly title: string;
  /** Entity ref of whoever answers for it. */
  readonly owner: string;
  /** `http://127.0.0.1:PORT` */
  readonly server: string;
  /** The portal's bearer token: it may read everything, and act as any user. Made anew at each start. */
  readonly token: string;
  readonly labels: Readonly<Record<string, string>>;
}

export interface Sandbox {
  readonly clusters: readonly RunningCluster[];
  close(): Promise<void>;
}

/** Lives through the weeks before the start: each change, and the time the clusters take to settle after it. */
function playHistory(
  clock: SandboxClock,
  clusters: readonly SandboxCluster[],
  { liveAt, timeline }: { liveAt: number; timeline: readonly ScenarioChange[] },
): void {
  for (const cluster of clusters) cluster.define();
  clock.advanceTo(clock.now() + ESTABLISH_MS);
  for (const cluster of clusters) cluster.populate(liveAt);
  clock.advanceTo(clock.now() + FIRST_MS);
  for (const change of timeline) {
    clock.leapTo(liveAt - change.ago);
    for (const cluster of clusters) cluster.play(change);
    clock.advanceTo(Math.min(liveAt, clock.now() + change.settleMinutes * 60_000));
  }
  clock.leapTo(liveAt - LAST_MS);
  clock.advanceTo(liveAt);
}

/** Starts the sandbox: four clusters of one company, each on a loopback port, with their past, and alive from now on. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { seed, only, objects = 0, onError } = options;
  const liveAt = options.clock.now();
  const clock = new SandboxClock(options.clock, liveAt - BEGINNING_MS);
  const clusters = readClusterPlans()
    .filter(({ name }) => only?.includes(name) ?? true)
    .map(plan => new SandboxCluster(plan, { clock, seed, ...(onError ? { onError } : {}) }));
  for (const { cluster } of clusters) cluster.events.muteUntil(liveAt - EVENTS_MS);
  playHistory(clock, clusters, { liveAt, timeline: readTimeline() });
  clusters.find(({ plan }) => plan.name === 'dev')?.fill(objects);
  clock.goLive();
  await Promise.all(clusters.map(cluster => cluster.listen()));
  return {
    clusters: clusters.map(({ plan: { name, title, owner, labels }, url: server, token }) => ({
      name,
      title,
      owner,
      labels,
      server,
      token,
    })),
    async close() {
      clock.close();
      await Promise.all(clusters.map(cluster => cluster.close()));
    },
  };
}
