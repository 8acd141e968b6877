import {
  EVENT_SOCKET_BEAT_MS,
  EVENT_SOCKET_CLOSE,
  EVENT_SOCKET_WINDOW,
} from './eventSocketProtocol';
import type {
  EventSocketOpen,
  EventSocketServerMessage,
  EventSocketTaken,
} from './eventSocketProtocol';

/** The server is asked to wait when this much waits here. */
const HIGH_WATER = EVENT_SOCKET_WINDOW / 2;
/** Not each chunk is worth a message of its own. */
const TELL_EVERY = EVENT_SOCKET_WINDOW / 8;
/** After so many beats missed the connection is dead, though nobody said so. */
const MAX_MISSED = 3;
/** A socket that nothing has come from by then leads nowhere. */
const FIRST_WORD_MS = 10_000;

/** Nothing has ever come from the socket: it was refused, or something on the way swallows it. The request was not made. */
export class SocketUnavailableError extends Error {
  constructor() {
    super('No WebSocket could be opened');
    this.name = 'SocketUnavailableError';
  }
}

/** The answer to one request over a WebSocket of its own, as `fetch` would give it. */
export class SocketAnswer {
  readonly response: Promise<Response>;
  readonly #socket: WebSocket;
  readonly #listening = new AbortController();
  #resolve: (response: Response) => void = () => {};
  #reject: (error: unknown) => void = () => {};
  #body: ReadableStreamDefaultController<Uint8Array> | undefined;
  #heard = false;
  #missed = 0;
  #received = 0;
  #told = 0;
  #firstWord: ReturnType<typeof setTimeout>;
  #beats: ReturnType<typeof setInterval> | undefined;

  constructor(socket: WebSocket, open: EventSocketOpen, signal?: AbortSignal) {
    this.#socket = socket;
    this.response = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => this.#say(open);
    socket.onmessage = ({ data }) => this.#receive(data);
    socket.onclose = ({ code }) => this.#closed(code);
    // What happened is told by `close`, which always follows.
    socket.onerror = () => {};
    this.#firstWord = setTimeout(() => this.#fail(new SocketUnavailableError()), FIRST_WORD_MS);
    signal?.addEventListener('abort', () => this.#fail(signal.reason), {
      signal: this.#listening.signal,
    });
  }

  #receive(data: string | ArrayBuffer): void {
    this.#missed = 0;
    if (!this.#heard) {
      this.#heard = true;
      clearTimeout(this.#firstWord);
      this.#beats = setInterval(() => this.#beatMissed(), EVENT_SOCKET_BEAT_MS);
    }
    if (typeof data !== 'string') {
      this.#received += data.byteLength;
      this.#body?.enqueue(new Uint8Array(data));
      return;
    }
    const message: EventSocketServerMessage = JSON.parse(data);
    if (message.type === 'answer') this.#answer(message);
  }

  #answer({ status, statusText, headers }: EventSocketServerMessage & { type: 'answer' }): void {
    const body = new ReadableStream<Uint8Array>(
      {
        start: controller => {
          this.#body = controller;
        },
        pull: () => this.#tellTaken(),
        cancel: () => this.#close(),
      },
      new ByteLengthQueuingStrategy({ highWaterMark: HIGH_WATER }),
    );
    this.#resolve(new Response(body, { status, statusText, headers }));
  }

  /** Asked for whenever less waits here than may; what has been read is what came without what waits. */
  #tellTaken(): void {
    const waiting = HIGH_WATER - (this.#body?.desiredSize ?? HIGH_WATER);
    const taken = this.#received - waiting;
    if (taken - this.#told < TELL_EVERY) return;
    this.#told = taken;
    this.#say({ taken });
  }

  #beatMissed(): void {
    this.#missed += 1;
    if (this.#missed >= MAX_MISSED) this.#fail(broken());
  }

  #closed(code: number): void {
    if (code === EVENT_SOCKET_CLOSE.ended && this.#body !== undefined) {
      const body = this.#body;
      this.#close();
      body.close();
    } else {
      this.#fail(this.#heard ? broken() : new SocketUnavailableError());
    }
  }

  #fail(error: unknown): void {
    const body = this.#body;
    this.#close();
    this.#reject(error);
    body?.error(error);
  }

  /** Once closed, nothing that still comes counts. */
  #close(): void {
    this.#body = undefined;
    this.#listening.abort();
    clearTimeout(this.#firstWord);
    clearInterval(this.#beats);
    this.#socket.onopen = null;
    this.#socket.onmessage = null;
    this.#socket.onclose = null;
    this.#socket.close();
  }

  #say(message: EventSocketOpen | EventSocketTaken): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(JSON.stringify(message));
  }
}

/** As `fetch` fails where the connection breaks. */
function broken(): TypeError {
  return new TypeError('The connection was lost');
}
