import { InputError, NotFoundError } from '@backstage/errors';
import type { FlowMetrics, Promotion, Release } from '@kubemate/plugin-pipelines-common';
import { presentPromotion } from '../promotions/presentPromotion';
import type { Promotions } from '../Promotions';
import type { Visibility } from '../Visibility';
import { firstSeen, measureFlow } from './measureFlow';

const DEFAULT_MS = 30 * 86_400_000;
/** The most that one answer is made of. */
const MAX_PROMOTIONS = 20_000;
const MAX_RELEASES = 1000;

/** Flow metrics of what the caller may see. */
export async function readFlow(
  query: {
    component?: string;
    owner?: string;
    environment?: string;
    since?: number;
    until?: number;
  },
  { promotions, visibility }: { promotions: Promotions; visibility: Visibility },
): Promise<FlowMetrics> {
  const { environments, stores, clock } = promotions;
  const { name: environment } = environmentOf(promotions, query.environment);
  const until = query.until ?? clock.now();
  const since = query.since ?? Math.max(0, until - DEFAULT_MS);
  if (since >= until) throw new InputError('Invalid query parameter "since": it is after "until"');
  const stored = await stores.promotions.list({
    ...{ environment, since, limit: MAX_PROMOTIONS },
    component: query.component,
  });
  const seen = await visibility.only(
    stored.filter(({ owner }) => query.owner === undefined || owner === query.owner),
  );
  const released = new Map<string, readonly Release[]>();
  for (const component of new Set(seen.map(each => each.component))) {
    const all = await stores.releases.list({ component, limit: MAX_RELEASES });
    const first = environments[0]?.name;
    const inFirst = all.filter(release => release.environment === first);
    released.set(component, inFirst.length > 0 ? inFirst : all);
  }
  return measureFlow({
    ...{ environment, since, until, promotions: seen.map(presentPromotion) },
    seenAt: (component: string, promotion: Promotion) =>
      firstSeen(released.get(component) ?? [], promotion),
  });
}

function environmentOf(promotions: Promotions, name: string | undefined) {
  if (name !== undefined) return promotions.environment(name);
  const last = promotions.environments.at(-1);
  if (last === undefined)
    throw new NotFoundError('No environments are configured (kubemate.pipelines.environments)');
  return last;
}
