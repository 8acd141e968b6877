import type { Row } from '@kubemate/kube-common';
import type { Clock, ClusterFailure, KubeService, Viewer } from '@kubemate/kube-node';
import type { CommonKind } from '../commonKinds';
import { mergeFailures } from '../mergeFailures';
import { BestHits } from './BestHits';
import type { Hit } from './BestHits';
import { parseSearch } from './parseSearch';
import type { Search } from './parseSearch';
import { rankName } from './rankName';
import { SearchScope } from './SearchScope';

/** A palette answers while the person types: what has not come by then is left out, and said so. */
const BUDGET_MS = 1_500;
/** Rows ranked before other requests get their turn. */
const SLICE = 10_000;

export interface SearchContext {
  readonly kube: KubeService;
  readonly viewer: Viewer;
  readonly clock: Clock;
}

/** The objects of all clusters, within the viewer's rights, whose name answers the text best. */
export async function searchObjects(
  { q, limit }: { q: string; limit: number },
  context: SearchContext,
): Promise<{ items: readonly Hit[]; failures: readonly ClusterFailure[] }> {
  const { kube, clock } = context;
  const reachable = kube.clusters().filter(({ connection }) => connection.state === 'ready');
  const deadline = clock.now() + BUDGET_MS;
  const scope = await SearchScope.create(context, {
    // Only a text of several parts can name a kind; the others need no discovery.
    clusters: /[\s/:]/.test(q.trim()) ? reachable.map(({ name }) => name) : [],
    withinTime: promise => withinTime(promise, { deadline, clock }),
  });
  const search = parseSearch(q, alias => scope.isKind(alias));
  const best = new BestHits(limit);
  const failures = await Promise.all(
    scope.kindsFor(search.kind).map(async (kind, order) => {
      const answer = await withinTime(rowsOf(kind, search, context), { deadline, clock });
      if (answer === undefined) return tooSlow(reachable, kind);
      await rankAll(answer.items, { search, kind, order, best });
      return answer.failures;
    }),
  );
  return { items: best.sorted(), failures: mergeFailures(failures.flat()) };
}

async function rowsOf(kind: CommonKind, search: Search, { kube, viewer }: SearchContext) {
  const clusters = search.cluster === undefined ? undefined : [search.cluster];
  const namespaces = search.namespace === undefined ? undefined : [search.namespace];
  const { group, version, plural } = kind;
  return await kube.allRows({ resource: { group, version, plural }, clusters, namespaces }, viewer);
}

function tooSlow(clusters: readonly { name: string }[], { kind }: CommonKind): ClusterFailure[] {
  return clusters.map(({ name }) => ({
    cluster: name,
    reason: `${kind} objects are still being read`,
    state: 'partial',
  }));
}

async function withinTime<T>(
  promise: Promise<T>,
  { deadline, clock }: { deadline: number; clock: Clock },
): Promise<T | undefined> {
  let cancel = () => {};
  const over = new Promise<undefined>(resolve => {
    cancel = clock.after(Math.max(0, deadline - clock.now()), () => resolve(undefined));
  });
  return await Promise.race([promise, over]).finally(() => cancel());
}

async function rankAll(
  rows: readonly Row[],
  {
    search,
    kind,
    order,
    best,
  }: { search: Search; kind: CommonKind; order: number; best: BestHits },
) {
  for (const [index, row] of rows.entries()) {
    if (index > 0 && index % SLICE === 0) await new Promise(resolve => setImmediate(resolve));
    const score = search.name === '' ? 0.5 : rankName(search.name, row.name);
    // The order of the kinds decides between equal names, and never between tiers.
    if (score !== undefined) {
      best.add({ resource: kind.resource, kind: kind.kind, row, score: score - order / 10_000 });
    }
  }
}
