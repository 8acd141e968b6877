import type { Clock, ExecEnd, ExecSession, ExecSize } from '@kubemate/kube-node';
import { EXEC_RESUME_SECONDS } from '@kubemate/plugin-clusters-common';
import type { ExecRecorder } from './ExecRecorder';
import { OutputWindow } from './OutputWindow';

/** A browser's window on a session. */
export interface SessionViewer {
  /** The output that the browser lacks, then everything that follows. */
  attached(start: ReturnType<OutputWindow['from']>): void;
  output(channel: 'stdout' | 'stderr', data: Uint8Array): void;
  ended(end: ExecEnd): void;
  /** Another window took the session. */
  taken(): void;
}

interface LiveSessionOptions {
  readonly id: string;
  /** Entity ref of the person whose session it is. */
  readonly user: string;
  /** Every entity the person acted for when it began, in a fixed order. */
  readonly identity: string;
  readonly exec: ExecSession;
  /** Absent where the configuration turns recordings off. */
  readonly recorder: ExecRecorder | undefined;
  readonly clock: Clock;
}

/**
 * One process in a container, which outlives the browser's connection by half a minute.
 *
 * Output goes to the transcript, then to the window of unacknowledged output; while that is full the cluster is not read,
 * so a slow or absent browser stops the process instead of filling memory, and nothing is lost.
 */
export class LiveSession {
  readonly id: string;
  readonly user: string;
  readonly identity: string;
  readonly recorded: boolean;
  /** Resolves when process and transcript are done. Never rejects. */
  readonly done: Promise<void>;
  readonly #exec: ExecSession;
  readonly #recorder: ExecRecorder | undefined;
  readonly #clock: Clock;
  readonly #window = new OutputWindow();
  #viewer: SessionViewer | undefined;
  #end: ExecEnd | undefined;
  #inputs: Promise<void> = Promise.resolve();
  #override: ExecEnd | undefined;
  #cancelAbsence: () => void = () => {};
  #roomMade: () => void = () => {};

  constructor(options: LiveSessionOptions) {
    const { id, user, identity, exec, recorder, clock } = options;
    this.id = id;
    this.user = user;
    this.identity = identity;
    this.recorded = recorder !== undefined;
    this.#exec = exec;
    this.#recorder = recorder;
    this.#clock = clock;
    this.#awaitViewer();
    this.done = this.#pump();
  }

  get end(): ExecEnd | undefined {
    return this.#end;
  }

  /** Shows the session to a browser that has `received` bytes of its output; who looked before looks no more. */
  attach(viewer: SessionViewer, received: number): void {
    this.#viewer?.taken();
    this.#viewer = viewer;
    this.#cancelAbsence();
    this.#window.acknowledge(received);
    viewer.attached(this.#window.from(received));
    if (this.#end !== undefined) viewer.ended(this.#end);
    this.#roomMade();
  }

  detach(viewer: SessionViewer): void {
    if (this.#viewer !== viewer) return;
    this.#viewer = undefined;
    if (this.#end === undefined) this.#awaitViewer();
  }

  acknowledge(received: number): void {
    this.#window.acknowledge(received);
    this.#roomMade();
  }

  /** Resolves when there is room for more. */
  input(data: Uint8Array): Promise<void> {
    return this.#inOrder(() => this.#write(data));
  }

  async #write(data: Uint8Array): Promise<void> {
    if (this.#end !== undefined) return;
    try {
      await this.#recorder?.input(data);
    } catch (error) {
      this.#stop({ type: 'failed', reason: recordingReason(error) });
      return;
    }
    await this.#exec.write(data);
  }

  endInput(): void {
    void this.#inOrder(async () => this.#exec.endInput());
  }

  /** What is typed reaches the process in the order in which it was, though it is recorded first. */
  #inOrder(step: () => Promise<void>): Promise<void> {
    const done = this.#inputs.then(step);
    this.#inputs = done.catch(() => undefined);
    return done;
  }

  resize(size: ExecSize): void {
    this.#exec.resize(size);
    this.#recorder?.resize(size).catch(() => undefined);
  }

  /** Ends the process, for a reason that is told to whoever looks. */
  close(end: ExecEnd = { type: 'closed' }): void {
    this.#stop(end);
  }

  async #pump(): Promise<void> {
    try {
      for await (const { channel, data } of this.#exec.output) {
        await this.#recorder?.output(channel, data);
        this.#window.append({ channel, data });
        this.#viewer?.output(channel, data);
        await this.#room();
      }
    } catch (error) {
      this.#stop({ type: 'failed', reason: recordingReason(error) });
    }
    const end = await this.#exec.ended;
    this.#end = this.#override ?? end;
    this.#cancelAbsence();
    this.#viewer?.ended(this.#end);
    await this.#recorder?.finish(this.#end).catch(() => undefined);
  }

  async #room(): Promise<void> {
    while (this.#window.isFull && this.#override === undefined)
      await new Promise<void>(resolve => {
        this.#roomMade = resolve;
      });
  }

  #stop(end: ExecEnd): void {
    if (this.#end !== undefined) return;
    this.#override ??= end;
    this.#exec.close();
    this.#roomMade();
  }

  #awaitViewer(): void {
    this.#cancelAbsence = this.#clock.after(EXEC_RESUME_SECONDS * 1000, () => this.close());
  }
}

function recordingReason(error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  return `the session cannot be recorded any longer: ${reason}`;
}
