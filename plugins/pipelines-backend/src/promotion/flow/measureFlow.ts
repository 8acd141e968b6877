import type { Flow, FlowMetrics, Promotion, Release } from '@kubemate/plugin-pipelines-common';

const DAY_MS = 86_400_000;

export interface FlowInput {
  readonly environment: string;
  readonly since: number;
  readonly until: number;
  /** Promotions and rollbacks of that environment that were started in the window, and after it. */
  readonly promotions: readonly Promotion[];
  /** When an image was first seen anywhere, by component; see {@link firstSeen}. */
  readonly seenAt: (component: string, promotion: Promotion) => number | undefined;
}

/** The four keys of DORA's research, from what was promoted: in all, by component and by team. */
export function measureFlow(input: FlowInput): FlowMetrics {
  const { environment, since, until, promotions } = input;
  const byComponent = groupBy(promotions, ({ component }) => component);
  const byOwner = groupBy(promotions, ({ owner }) => owner);
  const measure = (of: readonly Promotion[]) => flowOf(of, input);
  return {
    ...{ environment, since, until, total: measure(promotions) },
    components: [...byComponent].map(([component, of]) => ({ component, flow: measure(of) })),
    teams: [...byOwner].map(([owner, of]) => ({ owner, flow: measure(of) })),
  };
}

function flowOf(all: readonly Promotion[], { since, until, seenAt }: FlowInput): Flow {
  const inWindow = all.filter(
    ({ finishedAt = 0, startedAt }) => startedAt >= since && finishedAt > 0 && finishedAt <= until,
  );
  const changes = inWindow.filter(({ kind }) => kind === 'promotion');
  const succeeded = changes.filter(({ state }) => state === 'succeeded');
  const isFailed = (each: Promotion) => each.state !== 'succeeded' || wasRolledBack(each, all);
  // One that was refused, or cancelled, before anything was changed has broken nothing.
  const counted = changes.filter(each => hasChanged(each));
  const failed = counted.filter(isFailed);
  const leads = succeeded.flatMap(each => {
    const seen = seenAt(each.component, each);
    return seen === undefined ? [] : [{ id: each.id, ms: (each.finishedAt ?? 0) - seen }];
  });
  const restores = failed.flatMap(each => {
    const restored = restoredAt(each, all);
    return restored === undefined ? [] : [{ id: each.id, ms: restored - each.startedAt }];
  });
  const ids = (of: readonly { id: string }[]) => of.map(({ id }) => id);
  const days = Math.max((until - since) / DAY_MS, 1 / 24);
  return {
    deploymentFrequency: {
      value: succeeded.length / days,
      count: succeeded.length,
      promotions: ids(succeeded),
    },
    leadTime: { ...median(leads), promotions: ids(leads) },
    changeFailureRate: {
      ...(counted.length === 0 ? {} : { value: failed.length / counted.length }),
      promotions: ids(counted),
      failed: ids(failed),
    },
    timeToRestore: { ...median(restores), promotions: ids(restores) },
  };
}

function hasChanged({ events }: Promotion): boolean {
  return events.some(({ state }) => state === 'rolling-out');
}

/** The change that somebody has gone back from: the newest before the rollback, if it is that one's image that was left. */
function wasRolledBack(change: Promotion, all: readonly Promotion[]): boolean {
  return all.some(
    each =>
      each.kind === 'rollback' &&
      each.state === 'succeeded' &&
      each.component === change.component &&
      each.startedAt >= (change.finishedAt ?? change.startedAt) &&
      each.before.image === change.after.image &&
      !all.some(
        between =>
          between.component === change.component &&
          between.id !== change.id &&
          between.state === 'succeeded' &&
          between.startedAt > change.startedAt &&
          between.startedAt < each.startedAt,
      ),
  );
}

/** When it was well again: rolled back by itself, or by the next that succeeded. */
function restoredAt(change: Promotion, all: readonly Promotion[]): number | undefined {
  if (change.state === 'rolled-back') return change.finishedAt;
  const later = all
    .filter(
      ({ component, state, startedAt }) =>
        component === change.component &&
        state === 'succeeded' &&
        startedAt >= (change.finishedAt ?? change.startedAt),
    )
    .map(({ finishedAt = Infinity }) => finishedAt);
  return later.length === 0 ? undefined : Math.min(...later);
}

function median(values: readonly { ms: number }[]): { value?: number } {
  if (values.length === 0) return {};
  const sorted = values.map(({ ms }) => ms).sort((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return {
    value: sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2,
  };
}

function groupBy(
  promotions: readonly Promotion[],
  keyOf: (promotion: Promotion) => string | undefined,
): ReadonlyMap<string, readonly Promotion[]> {
  const groups = new Map<string, Promotion[]>();
  for (const promotion of promotions) {
    const key = keyOf(promotion);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [promotion]);
    else group.push(promotion);
  }
  return new Map([...groups].sort(([left], [right]) => left.localeCompare(right, 'en')));
}

/** When each release's image came into the first environment, or else the earliest that is known of it. */
export function firstSeen(releases: readonly Release[], promotion: Promotion): number | undefined {
  const { after } = promotion;
  const times = releases
    .filter(({ image }) =>
      image.digest !== undefined && after.digest !== undefined
        ? image.digest === after.digest
        : image.repository === after.repository && image.tag === after.tag,
    )
    .map(({ since }) => since)
    .filter(since => since <= promotion.startedAt);
  return times.length === 0 ? undefined : Math.min(...times);
}
