import { NotFoundError } from '@backstage/errors';
import type { Clock, LogEvent } from '@kubemate/kube-node';
import type { JenkinsClient } from './JenkinsClient';

const POLL_MS = 1_000;
const MAX_POLL_MS = 5_000;

/** One log of Jenkins that belongs to what is followed. */
export interface LogSource {
  /** As the lines are named: a step, or the console. */
  readonly step: string;
  readonly path: string;
}

export interface StageFollowing {
  readonly client: JenkinsClient;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** The logs there are now, in order, and whether more may come. */
  sources(): Promise<{ readonly sources: readonly LogSource[]; readonly isOver: boolean }>;
}

interface Position {
  next: number;
  hasMore: boolean;
  isCut: boolean;
  /** The beginning of a line whose end has not been written. */
  rest: string;
}

/** The lines of a stage or of a whole build, step by step, until nothing more comes. */
export async function* followStage(following: StageFollowing): AsyncGenerator<LogEvent> {
  const { client, clock, signal, sources: find } = following;
  const positions = new Map<string, Position>();
  let pause = POLL_MS;
  while (!signal.aborted) {
    const { sources, isOver } = await find();
    let hasMore = false;
    let hasNew = false;
    for (const { step, path } of sources) {
      const at = positions.get(path) ?? { next: 0, hasMore: true, isCut: false, rest: '' };
      positions.set(path, at);
      if (!at.hasMore) continue;
      do {
        const lines = await readOn(client, { path, at, signal });
        for (const text of lines) yield lineOf(step, text);
        hasNew ||= lines.length > 0;
      } while (at.isCut && !signal.aborted);
      hasMore ||= at.hasMore;
    }
    if (isOver && !hasMore) return;
    pause = hasNew ? POLL_MS : Math.min(MAX_POLL_MS, pause * 1.5);
    await rest(clock, { ms: pause, signal });
  }
}

async function readOn(
  client: JenkinsClient,
  { path, at, signal }: { path: string; at: Position; signal: AbortSignal },
): Promise<readonly string[]> {
  try {
    const piece = await client.log(path, at.next, signal);
    at.next = piece.next;
    at.hasMore = piece.hasMore;
    at.isCut = piece.isCut;
    const lines = (at.rest + piece.text).split('\n');
    at.rest = lines.pop() ?? '';
    if (at.hasMore || at.rest === '') return lines.map(text => text.replace(/\r$/, ''));
    return [...lines, at.rest];
  } catch (error) {
    // A step that writes nothing has no log.
    if (!(error instanceof NotFoundError)) throw error;
    at.hasMore = false;
    at.isCut = false;
    return [];
  }
}

function lineOf(container: string, text: string): LogEvent {
  return { type: 'line', line: { pod: '', container, text } };
}

function rest(clock: Clock, { ms, signal }: { ms: number; signal: AbortSignal }): Promise<void> {
  return new Promise(resolve => {
    const cancel = clock.after(ms, resolve);
    const stop = () => {
      cancel();
      resolve();
    };
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
