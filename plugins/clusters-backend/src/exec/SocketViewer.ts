import type { Clock, ExecEnd } from '@kubemate/kube-node';
import {
  EXEC_CHANNEL,
  EXEC_CLOSE,
  execClientMessageSchema,
} from '@kubemate/plugin-clusters-common';
import type { ExecClientMessage, ExecServerMessage } from '@kubemate/plugin-clusters-common';
import type { WebSocket } from 'ws';
import type { LiveSession, SessionViewer } from './LiveSession';
import type { OutputWindow } from './OutputWindow';

const PING_MS = 15_000;
const HELLO_MS = 10_000;
const MAX_DELAY_MS = 2 ** 31 - 1;

interface SocketOptions {
  readonly session: LiveSession;
  readonly clock: Clock;
  /** When the sign-in behind the socket ends. */
  readonly expiresAt?: Date;
}

/** A browser's WebSocket on a session: parses every message, keeps the connection alive, and says goodbye with a code. */
export class SocketViewer implements SessionViewer {
  readonly #socket: WebSocket;
  readonly #session: LiveSession;
  readonly #cancels: (() => void)[] = [];
  #greeted = false;
  #alive = true;

  constructor(socket: WebSocket, { session, clock, expiresAt }: SocketOptions) {
    this.#socket = socket;
    this.#session = session;
    socket.on('message', (data: Buffer, isBinary) => this.#receive(data, isBinary));
    socket.on('pong', () => {
      this.#alive = true;
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      for (const cancel of this.#cancels) cancel();
      session.detach(this);
    });
    this.#cancels.push(
      clock.after(HELLO_MS, () => {
        if (!this.#greeted) socket.close(EXEC_CLOSE.protocol, 'hello is missing');
      }),
    );
    if (expiresAt !== undefined) {
      const delay = Math.min(Math.max(expiresAt.getTime() - clock.now(), 0), MAX_DELAY_MS);
      this.#cancels.push(clock.after(delay, () => socket.close(EXEC_CLOSE.expired, 'expired')));
    }
    this.#pingAfter(clock);
  }

  attached({ from, lost, chunks }: ReturnType<OutputWindow['from']>): void {
    this.#say({ type: 'attached', from, lost });
    for (const { channel, data } of chunks) this.output(channel, data);
  }

  output(channel: 'stdout' | 'stderr', data: Uint8Array): void {
    this.#socket.send(Buffer.concat([Buffer.of(EXEC_CHANNEL[channel]), data]));
  }

  ended(end: ExecEnd): void {
    this.#say({ type: 'ended', end });
    this.#socket.close(EXEC_CLOSE.ended);
  }

  taken(): void {
    this.#socket.close(EXEC_CLOSE.taken, 'opened in another window');
  }

  #receive(data: Buffer, isBinary: boolean): void {
    if (isBinary) {
      if (!this.#greeted) this.#refuse('hello is missing');
      else void this.#input(data);
      return;
    }
    const message = execClientMessageSchema.safeParse(parseJson(data.toString('utf8')));
    if (!message.success) this.#refuse('a message was not understood');
    else if (this.#greeted === (message.data.type === 'hello'))
      this.#refuse('hello comes first, once');
    else this.#obey(message.data);
  }

  #obey(message: ExecClientMessage): void {
    const session = this.#session;
    switch (message.type) {
      case 'hello':
        this.#greeted = true;
        session.attach(this, message.received);
        break;
      case 'ack':
        session.acknowledge(message.received);
        break;
      case 'resize':
        session.resize(message);
        break;
      case 'end-input':
        session.endInput();
        break;
      default:
        session.close();
    }
  }

  /** The browser is not read while the process takes no more. */
  async #input(data: Buffer): Promise<void> {
    this.#socket.pause();
    await this.#session.input(data);
    this.#socket.resume();
  }

  #refuse(reason: string): void {
    this.#socket.close(EXEC_CLOSE.protocol, reason);
  }

  #say(message: ExecServerMessage): void {
    this.#socket.send(JSON.stringify(message));
  }

  #pingAfter(clock: Clock): void {
    let cancel = () => {};
    const next = () => {
      cancel = clock.after(PING_MS, () => {
        if (!this.#alive && !this.#socket.isPaused) {
          this.#socket.terminate();
          return;
        }
        this.#alive = this.#socket.isPaused;
        if (this.#socket.readyState === this.#socket.OPEN) this.#socket.ping();
        next();
      });
    };
    next();
    this.#cancels.push(() => cancel());
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
