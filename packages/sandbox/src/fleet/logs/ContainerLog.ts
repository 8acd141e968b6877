import { hash32, Random } from '../../simulation/Random';
import type { LogMoment, LogVoice } from './LogVoice';

/** A line with the time the container runtime stamps on it. */
export interface LoggedLine {
  readonly time: number;
  readonly text: string;
}

/** One run of a container. */
export interface ContainerRun {
  readonly id: string;
  readonly pod: string;
  readonly container: string;
  readonly startedAt: number;
  /** Absent while it runs. */
  readonly endedAt?: number;
  /** What it said last, where that is not up to its program. */
  readonly lastWords?: readonly string[];
}

// A kubelet keeps the newest 10 MB of a container's log; this is what such a file holds.
const LINES_KEPT = 20_000;

/**
 * The log of one run, made when it is asked for: the line of any moment follows from the run and the moment alone, so
 * that nothing is stored and two readers see the same.
 */
export class ContainerLog {
  private readonly intervalMs: number;

  constructor(
    private readonly run: ContainerRun,
    private readonly voice: LogVoice,
  ) {
    this.intervalMs = 60_000 / voice.perMinute;
  }

  /** Lines from `since` (inclusive) to `until` (exclusive), oldest first; at most the newest that a kubelet keeps. */
  between(since: number, until: number): LoggedLine[] {
    const { startedAt, endedAt = Infinity } = this.run;
    const end = Math.min(until, endedAt);
    const lines: LoggedLine[] = [];
    const first = Math.max(
      0,
      this.numberAt(Math.max(since, end - LINES_KEPT * this.intervalMs)) - 1,
    );
    if (first === 0) lines.push(...this.say(this.voice.start, startedAt, -1));
    for (let number = first; this.slot(number) < end; number++) {
      const time = this.timeOf(number);
      if (time < end) lines.push(...this.say(this.voice.line, time, number));
    }
    if (endedAt < until) lines.push(...this.lastLines(endedAt));
    return lines.filter(({ time }) => time >= since && time < until);
  }

  /** When the first line after `time` comes, or undefined where there is none to come. */
  nextAfter(time: number): number | undefined {
    if (this.run.endedAt !== undefined) return undefined;
    for (let number = Math.max(0, this.numberAt(time) - 1); ; number++) {
      const at = this.timeOf(number);
      if (at > time) return at;
    }
  }

  private slot(number: number): number {
    return this.run.startedAt + 1_000 + number * this.intervalMs;
  }

  private numberAt(time: number): number {
    return Math.max(0, Math.floor((time - this.run.startedAt - 1_000) / this.intervalMs));
  }

  /** Each line stands somewhere within its own slot, so that lines keep their order. */
  private timeOf(number: number): number {
    const jitter = (hash32(this.run.id, number) % 1000) / 1000;
    return Math.round(this.slot(number) + jitter * this.intervalMs * 0.98);
  }

  private lastLines(endedAt: number): LoggedLine[] {
    const { lastWords } = this.run;
    if (lastWords !== undefined) return lastWords.map(text => ({ time: endedAt, text }));
    return this.voice.end === undefined ? [] : this.say(this.voice.end, endedAt, -2);
  }

  private say(lines: LogVoice['line'], time: number, number: number): LoggedLine[] {
    const { id, pod, container } = this.run;
    const random = new Random(hash32(id, number + 7));
    const moment: LogMoment = { time, random, pod, container, number };
    const texts = lines(moment);
    return (typeof texts === 'string' ? [texts] : texts).map(text => ({ time, text }));
  }
}
