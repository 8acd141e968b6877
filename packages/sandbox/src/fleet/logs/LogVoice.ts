import type { Random } from '../../simulation/Random';

/** What a line is written about. */
export interface LogMoment {
  /** Epoch milliseconds. */
  readonly time: number;
  /** Draws for this line alone: the same line comes out however it is asked for. */
  readonly random: Random;
  readonly pod: string;
  readonly container: string;
  /** Position of the line since the container's start. */
  readonly number: number;
}

type Lines = (moment: LogMoment) => string | readonly string[];

/** How one kind of program writes its log. */
export interface LogVoice {
  /** Average lines per minute once it runs. */
  readonly perMinute: number;
  /** What it says when it starts. */
  readonly start: Lines;
  readonly line: Lines;
  /** Its last words where it ends by itself. */
  readonly end?: Lines;
}

/** `2026-09-01T12:00:00.123Z` */
export function iso(time: number): string {
  return new Date(time).toISOString();
}

export function hex(random: Random, digits: number): string {
  return Array.from({ length: digits }, () => random.below(16).toString(16)).join('');
}

/** Milliseconds with a long tail, as response times have. */
export function latency(random: Random): number {
  return Math.round(4 + 30 * random.next() + (random.next() < 0.04 ? 900 * random.next() : 0));
}
