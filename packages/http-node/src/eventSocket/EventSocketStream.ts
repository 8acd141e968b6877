import {
  EVENT_SOCKET_BEAT_MS,
  EVENT_SOCKET_CLOSE,
  EVENT_SOCKET_WINDOW,
  eventSocketOpenSchema,
  eventSocketTakenSchema,
} from '@kubemate/http-common';
import type { EventSocketOpen, EventSocketServerMessage } from '@kubemate/http-common';
import type { Clock } from '@kubemate/kube-node';
import type { ClientRequest, IncomingMessage } from 'node:http';
import type { WebSocket } from 'ws';

const OPEN_MS = 10_000;
/** Beats that nobody has heard of; a slow line may have some 60 s of an answer before them. */
const MAX_UNHEARD = 4;
/** A message is seen by the page when all of it is there, and over a slow line that must not look like silence. */
const PIECE = 16 * 1024;
const PASSED_BACK = ['content-type', 'retry-after'] as const;

export interface EventSocketStreamOptions {
  readonly clock: Clock;
  /** Makes the request that the client wants. */
  readonly ask: (open: EventSocketOpen) => ClientRequest;
}

/** One WebSocket and the one event stream that it carries, from the client's first message to the end of the answer. */
export class EventSocketStream {
  readonly #socket: WebSocket;
  readonly #options: EventSocketStreamOptions;
  #request: ClientRequest | undefined;
  #sent = 0;
  #taken = 0;
  #roomMade: () => void = () => {};
  #cancelTimer: () => void;
  #unheard = 0;

  constructor(socket: WebSocket, options: EventSocketStreamOptions) {
    this.#socket = socket;
    this.#options = options;
    socket.on('message', (data: Buffer, isBinary) => this.#receive(isBinary ? '' : `${data}`));
    socket.on('pong', () => {
      this.#unheard = 0;
    });
    socket.on('error', () => {});
    socket.on('close', () => this.#leave());
    this.#cancelTimer = options.clock.after(OPEN_MS, () =>
      socket.close(EVENT_SOCKET_CLOSE.timeout, 'the first message is missing'),
    );
  }

  #receive(text: string): void {
    if (!this.#isOpen) return;
    this.#unheard = 0;
    const document = parseJson(text);
    if (this.#request === undefined) {
      const open = eventSocketOpenSchema.safeParse(document);
      if (open.success) this.#open(open.data);
      else this.#refuse();
      return;
    }
    const message = eventSocketTakenSchema.safeParse(document);
    if (!message.success || message.data.taken > this.#sent) {
      this.#refuse();
      return;
    }
    this.#taken = Math.max(this.#taken, message.data.taken);
    this.#roomMade();
  }

  #open(open: EventSocketOpen): void {
    this.#request = this.#options.ask(open);
    this.#request.on('error', () => this.#socket.close(EVENT_SOCKET_CLOSE.broken, 'no answer'));
    this.#request.on('response', answer => void this.#pass(answer));
    this.#request.end();
    // At once, so that the client knows that the socket leads somewhere.
    this.#beat();
  }

  async #pass(answer: IncomingMessage): Promise<void> {
    const { statusCode: status = 500, statusMessage: statusText = '', headers } = answer;
    if (status < 400 && !isEventStream(answer)) {
      // Whatever else a GET may give is asked for by a plain request.
      this.#say({ type: 'answer', status: 406, statusText: 'Not Acceptable', headers: {} });
      this.#socket.close(EVENT_SOCKET_CLOSE.ended);
      return;
    }
    const names = PASSED_BACK.filter(name => headers[name] !== undefined);
    const kept = Object.fromEntries(names.map(name => [name, String(headers[name])]));
    this.#say({ type: 'answer', status, statusText, headers: kept });
    answer.once('close', () => this.#roomMade());
    try {
      for await (const chunk of answer)
        for (let at = 0; at < chunk.length; at += PIECE)
          await this.#send(chunk.subarray(at, at + PIECE), answer);
      this.#socket.close(EVENT_SOCKET_CLOSE.ended);
    } catch {
      this.#socket.close(EVENT_SOCKET_CLOSE.broken, 'the answer broke off');
    }
  }

  /** Resolves when the socket has room again, and whoever reads at its other end; at once where the answer is over. */
  async #send(chunk: Buffer, answer: IncomingMessage): Promise<void> {
    this.#sent += chunk.byteLength;
    await new Promise<void>((resolve, reject) => {
      this.#socket.send(chunk, error => (error ? reject(error) : resolve()));
    });
    const isFull = () => this.#sent - this.#taken >= EVENT_SOCKET_WINDOW;
    while (isFull() && this.#isOpen && !answer.destroyed)
      await new Promise<void>(resolve => {
        this.#roomMade = resolve;
      });
  }

  /** The client hears a message, which a page can see; the ping is for us, as the browser answers it by itself. */
  #beat(): void {
    if (this.#unheard >= MAX_UNHEARD) {
      this.#socket.terminate();
      return;
    }
    this.#unheard += 1;
    this.#say({ type: 'beat' });
    this.#socket.ping(() => {});
    this.#cancelTimer();
    this.#cancelTimer = this.#options.clock.after(EVENT_SOCKET_BEAT_MS, () => this.#beat());
  }

  #leave(): void {
    this.#cancelTimer();
    this.#request?.destroy();
    this.#roomMade();
  }

  #refuse(): void {
    this.#socket.close(EVENT_SOCKET_CLOSE.protocol, 'a message was not understood');
  }

  #say(message: EventSocketServerMessage): void {
    this.#socket.send(JSON.stringify(message), () => {});
  }

  get #isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }
}

function isEventStream({ statusCode, headers }: IncomingMessage): boolean {
  return statusCode === 200 && /^text\/event-stream\b/.test(headers['content-type'] ?? '');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
