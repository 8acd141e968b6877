import { randomUUID } from 'node:crypto';
import {
  ConflictError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import type { Clock, KubeService, Viewer } from '@kubemate/kube-node';
import { EXEC_RESUME_SECONDS } from '@kubemate/plugin-clusters-common';
import type { execStartSchema } from '@kubemate/plugin-clusters-common';
import type { z } from 'zod';
import { ExecRecorder } from './ExecRecorder';
import type { ExecRecordingStore } from './ExecRecordingStore';
import { ExecTickets } from './ExecTickets';
import { LiveSession } from './LiveSession';

const MAX_PER_USER = 5;
const MAX_SESSIONS = 500;

export interface ExecSessionsOptions {
  readonly kube: KubeService;
  readonly clock: Clock;
  /** Absent where the configuration turns recordings off. */
  readonly recordings:
    { readonly store: ExecRecordingStore; readonly maxBytes: number } | undefined;
  /** Aborts when the server shuts down. */
  readonly shutdown: AbortSignal;
}

interface Person {
  readonly viewer: Viewer;
  readonly expiresAt?: Date;
}

/** The terminals of this process. A session is its starter's alone; a WebSocket is opened with a ticket. */
export class ExecSessions {
  readonly #options: ExecSessionsOptions;
  readonly #sessions = new Map<string, LiveSession>();
  readonly #starting = new Map<string, number>();
  readonly #tickets: ExecTickets;

  constructor(options: ExecSessionsOptions) {
    this.#options = options;
    this.#tickets = new ExecTickets(options.clock);
  }

  /**
   * Starts a command as the person. Ends by itself when no browser comes for it within half a minute.
   * @throws ConflictError for one terminal too many; NotAllowedError, NotFoundError, InputError in the API server's words
   */
  async start(
    request: z.output<typeof execStartSchema>,
    viewer: Viewer,
  ): Promise<{ session: string; recorded: boolean }> {
    const { userEntityRef: user } = viewer;
    this.#checkRoom(user);
    this.#starting.set(user, (this.#starting.get(user) ?? 0) + 1);
    try {
      const session = await this.#open(request, viewer);
      return { session: session.id, recorded: session.recorded };
    } finally {
      this.#starting.set(user, (this.#starting.get(user) ?? 1) - 1);
      if (this.#starting.get(user) === 0) this.#starting.delete(user);
    }
  }

  /**
   * A ticket for the first WebSocket of a session or for one more after a break.
   * @throws NotFoundError for a session that is over or somebody else's
   */
  ticket(id: string, { viewer, expiresAt }: Person): { ticket: string; expiresAt: number } {
    const session = this.#sessions.get(id);
    if (session === undefined || session.user !== viewer.userEntityRef)
      throw new NotFoundError('This terminal is over');
    if (session.identity !== identityOf(viewer)) {
      session.close({ type: 'revoked', reason: 'your groups have changed since it was opened' });
      throw new NotAllowedError('Your groups have changed: open another terminal');
    }
    return this.#tickets.issue({ session: id, expiresAt });
  }

  /** The session of a ticket, which is used up. */
  redeem(ticket: string): { session: LiveSession; expiresAt?: Date } | undefined {
    const holder = this.#tickets.redeem(ticket);
    const session = holder && this.#sessions.get(holder.session);
    return session && { session, expiresAt: holder.expiresAt };
  }

  async #open(request: z.output<typeof execStartSchema>, viewer: Viewer): Promise<LiveSession> {
    const { kube, clock, recordings, shutdown } = this.#options;
    const { columns, rows, command, ...rest } = request;
    const id = randomUUID();
    const size = { columns, rows };
    const exec = await kube.exec({ ...rest, command: command ?? 'attach', stdin: true }, viewer, {
      signal: shutdown,
    });
    let recorder: ExecRecorder | undefined;
    try {
      const { cluster, namespace, pod, container } = rest;
      const recording = {
        ...{ id, user: viewer.userEntityRef, cluster, namespace, pod, container },
        ...{ command: command ?? [], startedAt: clock.now(), bytes: 0, truncated: false },
      };
      recorder =
        recordings && (await ExecRecorder.start({ ...recordings, clock, recording, size }));
    } catch (error) {
      exec.close();
      throw new ServiceUnavailableError(
        'This terminal cannot be recorded, so it was not opened',
        error,
      );
    }
    const { userEntityRef: user } = viewer;
    const identity = identityOf(viewer);
    const session = new LiveSession({ id, user, identity, exec, recorder, clock });
    if (rest.tty) exec.resize(size);
    this.#sessions.set(id, session);
    // A browser that was away when it ended still learns how.
    void session.done.then(() =>
      clock.after(EXEC_RESUME_SECONDS * 1000, () => this.#sessions.delete(id)),
    );
    return session;
  }

  #checkRoom(user: string): void {
    const live = [...this.#sessions.values()].filter(({ end }) => end === undefined);
    const own = live.filter(session => session.user === user).length;
    if (own + (this.#starting.get(user) ?? 0) >= MAX_PER_USER)
      throw new ConflictError(`You have ${MAX_PER_USER} terminals open: close one first`);
    if (live.length >= MAX_SESSIONS)
      throw new ServiceUnavailableError('Too many terminals are open: try again later');
  }
}

function identityOf({ userEntityRef, ownershipEntityRefs }: Viewer): string {
  return JSON.stringify([userEntityRef, ...[...ownershipEntityRefs].sort()]);
}
