import type { Phrase } from '../finding';
import type { Terminated } from '../shapes/pod';
import { EVIDENCE_TEXTS, fillPhrase } from './phrases';
import type { EvidenceCode } from './phrases';

const SIGNALS: Readonly<Record<number, string>> = {
  1: 'SIGHUP',
  2: 'SIGINT',
  3: 'SIGQUIT',
  4: 'SIGILL',
  6: 'SIGABRT',
  7: 'SIGBUS',
  8: 'SIGFPE',
  9: 'SIGKILL',
  11: 'SIGSEGV',
  13: 'SIGPIPE',
  15: 'SIGTERM',
};

const MEANINGS: Readonly<Record<number, EvidenceCode>> = {
  0: 'exit-clean',
  1: 'exit-error',
  2: 'exit-usage',
  125: 'exit-not-started',
  126: 'exit-not-executable',
  127: 'exit-not-found',
  128: 'exit-not-started',
  255: 'exit-out-of-range',
};

const SIGNAL_MEANINGS: Readonly<Record<string, EvidenceCode>> = {
  SIGKILL: 'exit-killed',
  SIGTERM: 'exit-stopped',
  SIGSEGV: 'exit-memory-access',
  SIGABRT: 'exit-aborted',
  SIGBUS: 'exit-bus',
  SIGILL: 'exit-instruction',
  SIGFPE: 'exit-arithmetic',
};

/**
 * What the end of a container means: `exit code 139 (SIGSEGV: the process accessed memory that is not its own)`.
 * A shell and the container runtimes report a signal as 128 plus its number.
 */
export function exitPhrase({
  exitCode,
  signal: given,
}: Pick<Terminated, 'exitCode' | 'signal'>): Phrase<EvidenceCode> {
  const number = given || (exitCode > 128 && exitCode < 160 ? exitCode - 128 : 0);
  const signal = SIGNALS[number];
  if (signal !== undefined)
    return { code: SIGNAL_MEANINGS[signal] ?? 'exit-signal', params: { exitCode, signal } };
  return { code: MEANINGS[exitCode] ?? 'exit', params: { exitCode } };
}

/** The same as an English sentence. */
export function explainExit(terminated: Pick<Terminated, 'exitCode' | 'signal'>): string {
  const { code, params } = exitPhrase(terminated);
  return fillPhrase(EVIDENCE_TEXTS[code], params);
}
