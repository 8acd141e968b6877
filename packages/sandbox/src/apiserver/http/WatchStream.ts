import type { ServerResponse } from 'node:http';
import { ApiStatusError } from '../ApiStatusError';

/** Live events that may wait for a slow client before its watch is ended, as the real server does. */
const MAX_PENDING = 10_000;
const CHUNK_CHARACTERS = 64 * 1024;

/**
 * Writes a watch's lines at the client's pace. Lines that exist already are pulled from an iterator, so that the
 * initial events of a large collection never wait in memory; live ones queue up to a bound.
 */
export class WatchStream {
  private readonly pending: string[] = [];
  private initial: Iterator<string> | undefined;
  private waiting = false;
  private closed = false;

  constructor(private readonly response: ServerResponse) {
    response.on('drain', () => this.resume());
    response.on('close', () => {
      this.closed = true;
    });
  }

  start(initial: Iterator<string>): void {
    this.initial = initial;
    this.pump();
  }

  /** @returns false where the stream is closed, or was closed because the client is too slow */
  push(line: string): boolean {
    if (this.closed) return false;
    this.pending.push(line);
    if (this.pending.length > MAX_PENDING) {
      this.end();
      return false;
    }
    this.pump();
    return true;
  }

  fail(error: ApiStatusError): void {
    this.push(`{"type":"ERROR","object":${JSON.stringify(error.body)}}\n`);
    this.end();
  }

  end(): void {
    if (this.closed) return;
    this.closed = true;
    this.response.end();
  }

  private resume(): void {
    this.waiting = false;
    this.pump();
  }

  private pump(): void {
    while (!this.waiting && !this.closed) {
      const chunk = this.nextChunk();
      if (chunk === '') return;
      this.waiting = !this.response.write(chunk);
    }
  }

  private nextChunk(): string {
    let chunk = '';
    while (this.initial !== undefined && chunk.length < CHUNK_CHARACTERS) {
      const { done, value } = this.initial.next();
      if (done) this.initial = undefined;
      else chunk += value;
    }
    if (this.initial !== undefined || this.pending.length === 0) return chunk;
    return chunk + this.pending.splice(0).join('');
  }
}
