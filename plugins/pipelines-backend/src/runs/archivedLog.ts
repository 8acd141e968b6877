import type { RunLogEvent } from '@kubemate/plugin-pipelines-common';
import type { RunHistory } from '../history/RunHistory';

/** Lines in one event. */
const BATCH = 2_000;

/** A kept log as it would have come from the pod. */
export function* archivedLog(
  { log, lines }: Awaited<ReturnType<RunHistory['log']>>,
  { step, tailLines }: { step?: string; tailLines: number },
): Generator<RunLogEvent> {
  const wanted = lines.filter(line => step === undefined || line.step === step).slice(-tailLines);
  for (let first = 0; first < wanted.length; first += BATCH)
    yield { type: 'lines', lines: wanted.slice(first, first + BATCH) };
  if (log.problem !== undefined) yield { type: 'problem', reason: log.problem };
  yield { type: 'end', from: 'archive', isCut: log.linesLeftOut > 0 };
}
