import type { Progress } from '@kubemate/operations-node';
import type { Clock, KubeService, Viewer } from '@kubemate/kube-node';
import type { StoredPromotion } from './PromotionStore';
import type { Step } from './promotionSteps';
import { sleep } from './sleep';
import { stopWhereStopped } from './stopping';

const POLL_MS = 2_000;

/** Everything that carrying out needs; given anew to each process that goes on with it. */
export interface Execution {
  readonly kube: KubeService;
  readonly viewer: Viewer;
  readonly signal: AbortSignal;
  readonly report: (progress: Progress) => void;
}

/** How an image comes to a workload, and goes again. Each step looks first at what is there, and does only what is missing. */
export interface Delivery {
  /** From `setting`, and the states between that and a rollout. */
  forth(promotion: StoredPromotion, execution: Execution): Promise<Step>;
  /** From `undoing`. */
  back(promotion: StoredPromotion, execution: Execution): Promise<Step>;
}

/** When the state that it is in was entered: the time runs also while nobody is at it. */
export function enteredAt({ events, startedAt, state }: StoredPromotion): number {
  return events.find(event => event.state === state)?.at ?? startedAt;
}

export async function pause(
  { signal }: Pick<Execution, 'signal'>,
  { clock, ms = POLL_MS }: { clock: Clock; ms?: number },
): Promise<void> {
  await sleep(ms, { clock, signal });
  stopWhereStopped(signal);
}
