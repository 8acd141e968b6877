import type {
  Board,
  BoardEnvironment,
  BoardTransition,
  Promotion,
  RolloutState,
  RunningImage,
} from '@kubemate/plugin-pipelines-common';
import type { Health } from '@kubemate/kube-common';

const ENDED: ReadonlySet<Promotion['state']> = new Set([
  'succeeded',
  'rolled-back',
  'failed',
  'stranded',
]);

/** Whether something is on its way there. */
export function isMoving(environment: BoardEnvironment): boolean {
  return (
    environment.state === 'running' &&
    (environment.rollout === 'progressing' ||
      (environment.promotion !== undefined && !ENDED.has(environment.promotion.state)))
  );
}

export function hasEnded({ state }: Pick<Promotion, 'state'>): boolean {
  return ENDED.has(state);
}

/** `2.15.0`; where there is no tag, the beginning of the digest; else the image as it is written. */
export function imageName({ image, tag, digest }: RunningImage): string {
  return tag ?? (digest === undefined ? image : shortDigest(digest));
}

/** `sha256:4f2a9c1b8d3e`: as much as people compare. */
export function shortDigest(digest: string): string {
  const [algorithm, hex] = digest.split(':');
  return hex === undefined ? digest : `${algorithm}:${hex.slice(0, 12)}`;
}

const ROLLOUT_HEALTH: Readonly<Record<RolloutState, Health>> = {
  complete: 'ok',
  progressing: 'progressing',
  degraded: 'warning',
  failed: 'failed',
  paused: 'warning',
  idle: 'unknown',
};

export function rolloutHealth(rollout: RolloutState): Health {
  return ROLLOUT_HEALTH[rollout];
}

const PROMOTION_HEALTH: Readonly<Record<Promotion['state'], Health>> = {
  setting: 'progressing',
  merging: 'progressing',
  syncing: 'progressing',
  shifting: 'progressing',
  cleaning: 'progressing',
  'rolling-out': 'progressing',
  verifying: 'progressing',
  succeeded: 'ok',
  undoing: 'progressing',
  restoring: 'progressing',
  'rolled-back': 'warning',
  failed: 'failed',
  stranded: 'failed',
};

export function promotionHealth(state: Promotion['state']): Health {
  return PROMOTION_HEALTH[state];
}

/** Why an image cannot go from one environment to the next now, before any gate is asked; undefined where it can. */
export type Obstacle =
  { readonly kind: 'same' } | { readonly kind: 'gap' | 'moving'; readonly environment: string };

export function obstacleOf(board: Board, transition: BoardTransition): Obstacle | undefined {
  const find = (name: string) => board.environments.find(each => each.name === name);
  const ends = [find(transition.from), find(transition.to)];
  const [, last] = ends;
  // Where nothing runs yet, the first promotion makes it.
  const gap = ends.find(end => end?.state === 'gap' && (end !== last || end.first === undefined));
  if (gap !== undefined) return { kind: 'gap', environment: gap.title };
  if (last !== undefined && isMoving(last)) return { kind: 'moving', environment: last.title };
  return transition.isSame === true ? { kind: 'same' } : undefined;
}

/** Whether the component does not run yet where it would go to. */
export function leadsToNothing({ environments }: Board, { to }: BoardTransition): boolean {
  return environments.some(({ name, state }) => name === to && state === 'gap');
}
