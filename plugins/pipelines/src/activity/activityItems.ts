import type { Health } from '@kubemate/kube-common';
import type { Promotion, Release, Run, RunPhase } from '@kubemate/plugin-pipelines-common';
import type { ActivityItem } from '@kubemate/ui';
import { entityName } from '../approvals/entityName';
import { imageName } from '../board/environmentText';
import { shortActor, sourceText, whyLost } from '../runs/runText';
import type { Links } from '../links/useLinks';

/** Says a text of the `activity` translations. */
export type Say = (key: string, values: Readonly<Record<string, string>>) => string;

const RUN_HEALTH: Readonly<Record<RunPhase, Health>> = {
  pending: 'progressing',
  running: 'progressing',
  waiting: 'progressing',
  succeeded: 'ok',
  failed: 'failed',
  'timed-out': 'failed',
  cancelled: 'idle',
  unknown: 'unknown',
};

/** Phases in which a run has come to its end. */
export const ENDED = ['succeeded', 'failed', 'cancelled', 'timed-out', 'unknown'] as const;

/** How a run ended. */
export function runItem(run: Run, say: Say, links: Pick<Links, 'run'>): ActivityItem {
  const { ref, phase, pipeline = ref.name } = run;
  const lost = whyLost(run);
  const message = lost === undefined ? run.message : say(`lost.${lost}`, {});
  const source = run.source === undefined ? undefined : sourceText(run.source);
  return {
    key: `run/${run.uid}`,
    at: run.finishedAt ?? run.createdAt,
    kind: 'run',
    health: RUN_HEALTH[phase],
    title: say(`run.${phase}`, { pipeline }),
    source: `${ref.folder} · ${ref.place}`,
    text: [source, phase === 'succeeded' ? undefined : message].filter(Boolean).join(' · '),
    to: links.run(ref),
  };
}

const PROMOTION_HEALTH: Readonly<Partial<Record<Promotion['state'], Health>>> = {
  succeeded: 'ok',
  'rolled-back': 'warning',
  failed: 'failed',
  stranded: 'failed',
};

/** A promotion or a rollback, as it stands. */
export function promotionItem(
  promotion: Promotion,
  say: Say,
  links: Pick<Links, 'componentBoard'>,
): ActivityItem {
  const { id, kind, state, from = '', to, after, by, workload, failure } = promotion;
  return {
    key: `promotion/${id}`,
    at: promotion.finishedAt ?? promotion.startedAt,
    kind: 'deploy',
    health: PROMOTION_HEALTH[state] ?? 'progressing',
    title: say(`${kind}.${wordOf(state)}`, {
      ...{ from, to, image: named(promotion.component, after), by: shortActor(by) },
    }),
    source: `${workload.namespace} · ${workload.cluster}`,
    text: failure?.message,
    to: links.componentBoard(promotion.component),
  };
}

/** `cart 2.15.0`. */
function named(component: string, image: Promotion['after']): string {
  return `${entityName(component)} ${imageName(image)}`;
}

function wordOf(state: Promotion['state']): 'done' | 'undone' | 'failed' | 'going' {
  if (state === 'succeeded') return 'done';
  if (state === 'rolled-back') return 'undone';
  return state === 'failed' || state === 'stranded' ? 'failed' : 'going';
}

/** An image that came to an environment by another way than the portal's. */
export function releaseItem(
  release: Release,
  say: Say,
  links: Pick<Links, 'componentBoard'>,
): ActivityItem | undefined {
  if (release.via !== 'seen') return undefined;
  return {
    key: `release/${release.id}`,
    at: release.since,
    kind: 'deploy',
    health: release.isGood ? 'ok' : 'unknown',
    title: say('release', {
      environment: release.environment,
      image: named(release.component, release.image),
    }),
    source: release.environment,
    to: links.componentBoard(release.component),
  };
}
