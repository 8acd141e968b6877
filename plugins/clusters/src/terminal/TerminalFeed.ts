import {
  EXEC_CLOSE,
  EXEC_RESUME_SECONDS,
  execServerMessageSchema,
  MAX_EXEC_MESSAGE,
} from '@kubemate/plugin-clusters-common';
import type { ExecClientMessage, ExecEnd, ExecStart } from '@kubemate/plugin-clusters-common';
import { mayRecover } from '@kubemate/ui';
import type { PodScreensApi } from '../api/podApiRef';

/** Where output is drawn; `done` when it is. See `TerminalScreen` of the ui package. */
export interface FeedScreen {
  write(data: Uint8Array, done: () => void): void;
}

export type TerminalState =
  | { readonly state: 'connecting' }
  | { readonly state: 'connected'; readonly recorded: boolean }
  /** The connection broke; the process goes on and waits. */
  | { readonly state: 'reconnecting' }
  | { readonly state: 'ended'; readonly end: ExecEnd }
  /** Opened in another window. */
  | { readonly state: 'taken' }
  /** It could not be started, or not be found again. */
  | { readonly state: 'failed'; readonly error: unknown };

export interface TerminalFeedOptions {
  readonly api: Pick<PodScreensApi, 'startExec' | 'createTicket' | 'openSocket'>;
  readonly request: Omit<ExecStart, 'columns' | 'rows'>;
  readonly screen: FeedScreen;
}

interface Size {
  readonly columns: number;
  readonly rows: number;
}

const FIRST_RETRY = 500;
const LONGEST_RETRY = 5_000;
/** Acknowledgements are put together until so many bytes are drawn, or so long. */
const ACK_BYTES = 32 * 1024;
const ACK_WAIT = 100;

/** One session of a terminal: starts it, draws its output, sends what is typed, and finds it again when the connection breaks. */
export class TerminalFeed {
  readonly #options: TerminalFeedOptions;
  readonly #listeners = new Set<() => void>();
  readonly #closing = new AbortController();
  #state: TerminalState = { state: 'connecting' };
  #session: string | undefined;
  #recorded = false;
  #socket: WebSocket | undefined;
  #size: Size;
  /** Bytes of output that came, that were drawn, and that the server knows to be drawn. */
  #received = 0;
  #drawn = 0;
  #acknowledged = 0;
  #ackTimer: ReturnType<typeof setTimeout> | undefined;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #attempts = 0;
  #brokenAt: number | undefined;

  constructor(options: TerminalFeedOptions, size: Size) {
    this.#options = options;
    this.#size = size;
  }

  readonly snapshot = (): TerminalState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  open(): void {
    void this.#start();
  }

  /** Ends the process as well. */
  close(): void {
    this.#say({ type: 'close' });
    this.#closing.abort();
    clearTimeout(this.#retryTimer);
    clearTimeout(this.#ackTimer);
    this.#socket?.close();
  }

  input(text: string): void {
    if (this.#state.state !== 'connected') return;
    const bytes = new TextEncoder().encode(text);
    for (let at = 0; at < bytes.byteLength; at += MAX_EXEC_MESSAGE)
      this.#socket?.send(bytes.subarray(at, at + MAX_EXEC_MESSAGE));
  }

  resize(size: Size): void {
    this.#size = size;
    if (this.#state.state === 'connected') this.#say({ type: 'resize', ...size });
  }

  async #start(): Promise<void> {
    const { api, request } = this.#options;
    try {
      const started = await api.startExec({ ...request, ...this.#size });
      this.#session = started.session;
      this.#recorded = started.recorded;
    } catch (error) {
      if (!this.#closing.signal.aborted) this.#become({ state: 'failed', error });
      return;
    }
    await this.#connect();
  }

  async #connect(): Promise<void> {
    const { api } = this.#options;
    const session = this.#session;
    if (session === undefined || this.#closing.signal.aborted) return;
    try {
      const { ticket } = await api.createTicket(session);
      const socket = await api.openSocket(ticket);
      if (this.#closing.signal.aborted) socket.close();
      else this.#use(socket);
    } catch (error) {
      if (this.#closing.signal.aborted) return;
      if (mayRecover(error)) this.#retry(error);
      else this.#become({ state: 'failed', error });
    }
  }

  #use(socket: WebSocket): void {
    this.#socket = socket;
    // What was still on its way to the screen is drawn; what was not received comes again.
    socket.addEventListener('open', () => this.#say({ type: 'hello', received: this.#received }));
    socket.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (this.#socket !== socket) return;
      if (typeof data === 'string') this.#hear(data);
      else if (data instanceof ArrayBuffer) this.#draw(new Uint8Array(data, 1));
    });
    socket.addEventListener('close', ({ code }) => {
      if (this.#socket === socket) this.#lose(code);
    });
  }

  #hear(text: string): void {
    const message = execServerMessageSchema.parse(JSON.parse(text));
    if (message.type === 'ended') {
      this.#become({ state: 'ended', end: message.end });
      return;
    }
    this.#attempts = 0;
    this.#brokenAt = undefined;
    this.#received = message.from;
    this.#become({ state: 'connected', recorded: this.#recorded });
    this.#say({ type: 'resize', ...this.#size });
  }

  #draw(data: Uint8Array): void {
    this.#received += data.byteLength;
    const position = this.#received;
    this.#options.screen.write(data, () => {
      this.#drawn = Math.max(this.#drawn, position);
      if (this.#drawn - this.#acknowledged >= ACK_BYTES) this.#acknowledge();
      else this.#ackTimer ??= setTimeout(() => this.#acknowledge(), ACK_WAIT);
    });
  }

  #acknowledge(): void {
    clearTimeout(this.#ackTimer);
    this.#ackTimer = undefined;
    this.#acknowledged = this.#drawn;
    this.#say({ type: 'ack', received: this.#drawn });
  }

  #lose(code: number): void {
    this.#socket = undefined;
    const { state } = this.#state;
    if (this.#closing.signal.aborted || state === 'ended' || state === 'failed') return;
    if (code === EXEC_CLOSE.taken) this.#become({ state: 'taken' });
    else if (code === EXEC_CLOSE.protocol)
      this.#become({ state: 'failed', error: new Error('the portal did not understand') });
    else this.#retry(new Error('the connection broke'));
  }

  #retry(error: unknown): void {
    const now = Date.now();
    this.#brokenAt ??= now;
    if (now - this.#brokenAt > EXEC_RESUME_SECONDS * 1000) {
      this.#become({ state: 'failed', error });
      return;
    }
    if (this.#state.state === 'connected') this.#become({ state: 'reconnecting' });
    const wait =
      this.#attempts === 0 ? 0 : Math.min(LONGEST_RETRY, FIRST_RETRY * 2 ** this.#attempts);
    this.#attempts += 1;
    this.#retryTimer = setTimeout(() => void this.#connect(), wait);
  }

  #say(message: ExecClientMessage): void {
    if (this.#socket?.readyState === 1) this.#socket.send(JSON.stringify(message));
  }

  #become(state: TerminalState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}
