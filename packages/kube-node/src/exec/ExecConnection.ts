import type { WebSocket } from 'ws';
import type { Clock } from '../reflector/Clock';
import type { ExecEnd, ExecOutput, ExecSession, ExecSize } from './ExecSession';
import { CHANNEL, endInputFrame, endOf, inputFrames, resizeFrame } from './execProtocol';

/** Output that waits for its reader; beyond this the cluster's socket is not read. */
const MAX_WAITING = 128 * 1024;
const MAX_STATUS = 64 * 1024;
const PING_MS = 20_000;
/** Pings without an answer before the connection counts as lost. */
const MAX_UNANSWERED = 3;
const MAX_SIDE = 65_535;

/** {@link ExecSession} over a WebSocket that speaks `channel.k8s.io`. */
export class ExecConnection implements ExecSession {
  readonly ended: Promise<ExecEnd>;
  readonly #socket: WebSocket;
  #settle: (end: ExecEnd) => void = () => {};
  #end: ExecEnd | undefined;
  #waiting: ExecOutput[] = [];
  #waitingBytes = 0;
  #wake: () => void = () => {};
  #unanswered = 0;
  #cancelPing: () => void = () => {};

  constructor(socket: WebSocket, clock: Clock) {
    this.#socket = socket;
    this.ended = new Promise(resolve => {
      this.#settle = resolve;
    });
    socket.binaryType = 'nodebuffer';
    socket.on('message', (data: Buffer) => this.#receive(data));
    socket.on('pong', () => {
      this.#unanswered = 0;
    });
    socket.on('error', () => {});
    socket.on('close', code => this.finish({ type: 'lost', reason: closeReason(code) }));
    this.#pingAfter(clock);
    socket.resume();
  }

  get output(): AsyncIterable<ExecOutput> {
    return this.#read();
  }

  async write(data: Uint8Array): Promise<void> {
    for (const frame of inputFrames(data)) await this.#send(frame);
  }

  endInput(): void {
    if (this.#socket.protocol.startsWith('v5.')) void this.#send(endInputFrame());
  }

  resize({ columns, rows }: ExecSize): void {
    const side = (value: number) => Math.min(Math.max(Math.trunc(value) || 1, 1), MAX_SIDE);
    void this.#send(resizeFrame({ columns: side(columns), rows: side(rows) }));
  }

  close(): void {
    this.finish({ type: 'closed' });
  }

  /** Ends the session for a reason that the cluster did not give. */
  finish(end: ExecEnd): void {
    if (this.#end !== undefined) return;
    this.#end = end;
    this.#cancelPing();
    // A socket at rest would never see the other side's close.
    this.#socket.resume();
    if (end.type === 'exited' || end.type === 'failed') this.#socket.close(1000);
    else this.#socket.terminate();
    if (end.type === 'revoked' || end.type === 'closed') this.#drop();
    this.#wake();
    this.#settle(end);
  }

  async *#read(): AsyncGenerator<ExecOutput, void, undefined> {
    for (;;) {
      const next = this.#waiting.shift();
      if (next !== undefined) {
        this.#waitingBytes -= next.data.byteLength;
        if (this.#waitingBytes <= MAX_WAITING / 2) this.#socket.resume();
        yield next;
      } else if (this.#end !== undefined) {
        return;
      } else {
        await new Promise<void>(resolve => {
          this.#wake = resolve;
        });
      }
    }
  }

  #receive(data: Buffer): void {
    const body = data.subarray(1);
    switch (data[0]) {
      case CHANNEL.stdout:
        this.#push('stdout', body);
        break;
      case CHANNEL.stderr:
        this.#push('stderr', body);
        break;
      case CHANNEL.error:
        if (body.byteLength > 0) this.finish(endOf(body.subarray(0, MAX_STATUS).toString('utf8')));
        break;
      default:
    }
  }

  #push(channel: ExecOutput['channel'], data: Buffer): void {
    if (this.#end !== undefined || data.byteLength === 0) return;
    this.#waiting.push({ channel, data });
    this.#waitingBytes += data.byteLength;
    if (this.#waitingBytes > MAX_WAITING) this.#socket.pause();
    this.#wake();
  }

  #drop(): void {
    this.#waiting = [];
    this.#waitingBytes = 0;
  }

  #send(frame: Uint8Array): Promise<void> {
    return new Promise(resolve => {
      if (this.#socket.readyState !== this.#socket.OPEN) resolve();
      else this.#socket.send(frame, () => resolve());
    });
  }

  #pingAfter(clock: Clock): void {
    this.#cancelPing = clock.after(PING_MS, () => {
      // The answer to a ping cannot come while the socket is not read.
      if (!this.#socket.isPaused) {
        if (this.#unanswered >= MAX_UNANSWERED) {
          this.finish({ type: 'lost', reason: 'the cluster has stopped answering' });
          return;
        }
        this.#unanswered++;
        if (this.#socket.readyState === this.#socket.OPEN) this.#socket.ping();
      }
      this.#pingAfter(clock);
    });
  }
}

function closeReason(code: number): string {
  return code === 1006
    ? 'the connection to the cluster broke'
    : `the cluster closed the connection (code ${code}) without saying how the command ended`;
}
