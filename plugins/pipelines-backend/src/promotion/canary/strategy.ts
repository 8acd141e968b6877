import { InputError } from '@backstage/errors';
import type { PromotionCanary } from '@kubemate/plugin-pipelines-common';
import { durationMs } from '../environments/duration';

const STRATEGIES = ['canary', 'blue-green'] as const;
const MAX_STEPS = 20;
const STEP = /^(\d{1,3})\/(\d{1,5}[smhd])((?: [\w-]+)*)$/;
/** Where a component does not say its own. */
const DEFAULT_STEPS = { canary: '10/5m, 50/5m', 'blue-green': '0/1m, 100/5m' } as const;

export type Strategy = Pick<PromotionCanary, 'strategy' | 'steps'>;

/** What a component says of how it wants to be rolled out, as it is written. */
export interface RolloutWish {
  readonly strategy: string;
  /** `10/5m error-rate, 50/5m`: a share of the requests, how long it stays so, and metrics that have to be well. */
  readonly steps?: string;
  /** Name of an HTTPRoute; the one that leads to the workload's Service where absent. */
  readonly route?: string;
}

/**
 * The steps in order; after the last one everything runs the new image.
 * @throws InputError that says what is wrong with which annotation
 */
export function readStrategy({ strategy, steps }: RolloutWish): Strategy | undefined {
  if (strategy === 'rolling') return undefined;
  const known = STRATEGIES.find(each => each === strategy);
  if (known === undefined)
    throw new InputError(`kubemate.io/rollout has to be rolling, canary or blue-green`);
  const read = (steps ?? DEFAULT_STEPS[known]).split(',').map(text => readStep(text.trim()));
  const isRising = read.every(({ weight }, at) => weight >= (read[at - 1]?.weight ?? 0));
  if (!isRising || read.length > MAX_STEPS)
    throw new InputError(
      `kubemate.io/rollout-steps has to name at most ${MAX_STEPS} shares that do not fall`,
    );
  if (known === 'blue-green' && read.some(({ weight }) => weight !== 0 && weight !== 100))
    throw new InputError('kubemate.io/rollout-steps of blue-green are 0 and 100 only');
  return { strategy: known, steps: read };
}

function readStep(text: string): Strategy['steps'][number] {
  const [, weight, pause = '', metrics = ''] = STEP.exec(text) ?? [];
  if (weight === undefined || Number(weight) > 100)
    throw new InputError(
      `kubemate.io/rollout-steps: ${text} is no step like 10/5m, with the names of metrics after it`,
    );
  return {
    weight: Number(weight),
    pauseMs: durationMs(pause),
    metrics: metrics.split(' ').filter(Boolean),
  };
}

/** How many replicas of the new version a share of the requests takes; all of them where they are to be switched at once. */
export function replicasFor(
  { strategy, steps }: Strategy,
  { step, wanted }: { step: number; wanted: number },
): number {
  const weight = steps[step]?.weight ?? 0;
  const share = strategy === 'blue-green' ? 100 : weight;
  return Math.max(1, Math.ceil((wanted * share) / 100));
}
