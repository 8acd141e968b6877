import type { DeliveryRefusal, TriggerOutcome } from '@kubemate/plugin-pipelines-common';
import type { DeliveryDescription } from './describeDelivery';
import type { HookPlace } from './readHooks';

/** A delivery that was proven. Its body is not kept. */
export interface StoredDelivery extends DeliveryDescription {
  /** The event's id, which its runs have as a label. */
  readonly id: string;
  /** When it first came. */
  readonly receivedAt: number;
  /** How often it came. */
  readonly attempts: number;
  /** `cut-off`: whoever had it has died. */
  readonly state: 'working' | 'cut-off' | 'done' | 'failed';
  readonly outcomes: readonly TriggerOutcome[];
}

/** Deliveries by event listener: the newest of each, no longer than a month. */
export interface DeliveryStore {
  /**
   * Whoever gets `claimed` evaluates it, but for what `outcomes` says an earlier attempt has started. One that came before is `again` once it has started something, and failed at nothing; it is claimed again, with its id,
   * where it has not, or where whoever had it has died. `busy`: somebody has it.
   */
  claim(
    place: HookPlace,
    delivery: DeliveryDescription,
    now: number,
  ): Promise<{
    readonly id: string;
    readonly as: 'claimed' | 'again' | 'busy';
    readonly outcomes: readonly TriggerOutcome[];
  }>;
  finish(id: string, outcomes: readonly TriggerOutcome[]): Promise<void>;
  /** One that was not proven. Of these only the last is kept, and their number. */
  refuse(
    place: HookPlace,
    refused: { reason: DeliveryRefusal['reason']; at: number },
  ): Promise<void>;
  /** Newest first. */
  list(place: HookPlace, limit: number, now: number): Promise<readonly StoredDelivery[]>;
  refusal(place: HookPlace): Promise<DeliveryRefusal | undefined>;
}
