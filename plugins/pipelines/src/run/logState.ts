import type { RunLogEvent } from '@kubemate/plugin-pipelines-common';

/** What is known of a log beside its lines. */
export interface LogState {
  readonly problems: readonly { readonly key: string; readonly text: string }[];
  readonly from?: 'pod' | 'archive' | 'jenkins';
  readonly isCut: boolean;
}

const MAX_PROBLEMS = 20;

/** The state with one event more. */
export function applyLogEvent(state: LogState | undefined, event: RunLogEvent): LogState {
  const known = state ?? { problems: [], isCut: false };
  if (event.type === 'end') return { ...known, from: event.from, isCut: event.isCut };
  if (event.type === 'lines') return known;
  const text = event.step === undefined ? event.reason : `${event.step}: ${event.reason}`;
  if (known.problems.some(({ key }) => key === text)) return known;
  return { ...known, problems: [...known.problems, { key: text, text }].slice(-MAX_PROBLEMS) };
}
