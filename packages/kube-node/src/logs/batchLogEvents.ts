import type { LogEvent, LogLine } from '../KubeService';
import type { Clock } from '../reflector/Clock';

/** What goes to a browser: lines together, why some are missing, and that no more come. */
export type LogBatch =
  | { readonly type: 'lines'; readonly lines: LogLine[] }
  | Extract<LogEvent, { type: 'problem' }>
  | { readonly type: 'end' };

/** Lines wait this long for more, so that a chatty pod sends ten events a second and not thousands. */
const WAIT_MS = 100;
/** A batch that is full goes at once. */
const MAX_LINES = 2_000;
const MAX_CHARACTERS = 256 * 1024;

/** Gathers lines into batches for the wire, in their order, and says when the stream is over. */
export async function* batchLogEvents(
  source: AsyncIterable<LogEvent>,
  { clock }: { clock: Clock },
): AsyncGenerator<LogBatch, void, undefined> {
  const iterator = source[Symbol.asyncIterator]();
  const pull = () => {
    const next = iterator.next();
    // A failure is met where the event is awaited; until then nobody looks at it.
    next.catch(() => undefined);
    return next;
  };
  try {
    let next = pull();
    for (;;) {
      const first = await next;
      if (first.done) break;
      next = pull();
      if (first.value.type === 'problem') {
        yield first.value;
        continue;
      }
      const batch = await gather(first.value.line, { next, pull, clock });
      next = batch.next;
      yield { type: 'lines', lines: batch.lines };
    }
    yield { type: 'end' };
  } finally {
    void iterator.return?.(undefined).catch(() => undefined);
  }
}

type Next = Promise<IteratorResult<LogEvent>>;

interface Gathering {
  readonly next: Next;
  readonly pull: () => Next;
  readonly clock: Clock;
}

/** The line and those that follow it within the wait; `next` is the first event that is not among them. */
async function gather(first: LogLine, { next, pull, clock }: Gathering) {
  const lines = [first];
  let characters = first.text.length;
  let pending = next;
  const timer = startTimer(clock, WAIT_MS);
  while (lines.length < MAX_LINES && characters < MAX_CHARACTERS) {
    const result = await Promise.race([pending, timer.over]).catch(() => undefined);
    // A failure is left in `pending`, for the reader to meet after these lines.
    if (result === undefined || result.done || result.value.type === 'problem') break;
    lines.push(result.value.line);
    characters += result.value.line.text.length;
    pending = pull();
  }
  timer.cancel();
  return { lines, next: pending };
}

function startTimer(clock: Clock, delayMs: number) {
  let cancel = () => {};
  const over = new Promise<undefined>(resolve => {
    cancel = clock.after(delayMs, () => resolve(undefined));
  });
  return { over, cancel: () => cancel() };
}
