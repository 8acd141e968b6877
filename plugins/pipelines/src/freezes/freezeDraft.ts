import type { OperationInput } from '@kubemate/operations-common';
import type { promotionOperations } from '@kubemate/plugin-pipelines-common';
import { MIN_REASON } from '../board/minReason';

/** A window as it is written; times as `datetime-local` fields have them, in the person's time zone. */
export interface FreezeDraft {
  readonly environments: readonly string[];
  /** Entity refs; every component where empty. */
  readonly components: readonly string[];
  readonly startsAt: string;
  readonly endsAt: string;
  readonly reason: string;
}

const HOUR = 3_600_000;

/** `2026-11-26T14:05` of a moment. */
export function localTime(at: number): string {
  const offset = new Date(at).getTimezoneOffset() * 60_000;
  return new Date(at - offset).toISOString().slice(0, 16);
}

/** From the next full minute on, for a day. */
export function newFreeze(now: number): FreezeDraft {
  return {
    environments: [],
    components: [],
    startsAt: localTime(now),
    endsAt: localTime(now + 24 * HOUR),
    reason: '',
  };
}

export type FreezeProblem = 'environments' | 'times' | 'past' | 'reason';

/** What the operation takes, or what is still missing. */
export function readFreeze(
  draft: FreezeDraft,
  now: number,
): { input: OperationInput<typeof promotionOperations.freeze> } | { problem: FreezeProblem } {
  const [startsAt, endsAt] = [Date.parse(draft.startsAt), Date.parse(draft.endsAt)];
  const reason = draft.reason.trim();
  if (draft.environments.length === 0) return { problem: 'environments' };
  if (!(startsAt < endsAt)) return { problem: 'times' };
  if (endsAt <= now) return { problem: 'past' };
  if (reason.length < MIN_REASON) return { problem: 'reason' };
  const components = draft.components.length === 0 ? {} : { components: [...draft.components] };
  return {
    input: { environments: [...draft.environments], ...components, startsAt, endsAt, reason },
  };
}
