import type { Clock, ExecEnd, ExecSize } from '@kubemate/kube-node';
import type { ExecRecording } from '@kubemate/plugin-clusters-common';
import { castHeader, castLine, CastText } from './asciicast';
import type { CastEvent } from './asciicast';
import type { ExecRecordingStore, RecordingFile } from './ExecRecordingStore';

/** Input has a share of its own, so that a flood of output cannot push it out of the record. */
const INPUT_SHARE = 0.1;

/** What the person may not do beyond the record: a session that can no longer be recorded ends. */
export class RecordingFullError extends Error {
  constructor() {
    super('the recording of this session is full');
    this.name = 'RecordingFullError';
  }
}

interface RecorderOptions {
  readonly store: ExecRecordingStore;
  readonly clock: Clock;
  readonly maxBytes: number;
  readonly recording: ExecRecording;
  readonly size: ExecSize;
}

/** Writes one session's transcript. Output beyond the limit is left out with a remark; input never is. */
export class ExecRecorder {
  readonly #options: RecorderOptions;
  readonly #file: RecordingFile;
  readonly #output = { stdout: new CastText(), stderr: new CastText() };
  readonly #input = new CastText();
  #outputBytes = 0;
  #inputBytes = 0;
  #truncated = false;

  private constructor(options: RecorderOptions, file: RecordingFile) {
    this.#options = options;
    this.#file = file;
  }

  /** @throws where nothing can be written; the session must not start then */
  static async start(options: RecorderOptions): Promise<ExecRecorder> {
    const { store, recording, size } = options;
    const recorder = new ExecRecorder(options, await store.create(recording));
    const { cluster, namespace, pod, container, command } = recording;
    await recorder.#file.append(
      castHeader({
        width: size.columns,
        height: size.rows,
        timestamp: Math.floor(recording.startedAt / 1000),
        title: `${cluster}/${namespace}/${pod}/${container}`,
        ...(command.length === 0 ? {} : { command: command.join(' ') }),
      }),
    );
    return recorder;
  }

  async output(channel: 'stdout' | 'stderr', data: Uint8Array): Promise<void> {
    if (this.#truncated) return;
    const text = this.#output[channel].of(data);
    if (text === '') return;
    const limit = this.#options.maxBytes * (1 - INPUT_SHARE);
    if (this.#outputBytes + data.byteLength > limit) {
      this.#truncated = true;
      await this.#append('m', 'output beyond the limit of a recording is left out from here on');
      return;
    }
    this.#outputBytes += await this.#append('o', text);
  }

  /** @throws RecordingFullError */
  async input(data: Uint8Array): Promise<void> {
    const text = this.#input.of(data);
    if (text === '') return;
    if (this.#inputBytes + data.byteLength > this.#options.maxBytes * INPUT_SHARE)
      throw new RecordingFullError();
    this.#inputBytes += await this.#append('i', text);
  }

  async resize({ columns, rows }: ExecSize): Promise<void> {
    this.#inputBytes += await this.#append('r', `${columns}x${rows}`);
  }

  async finish(end: ExecEnd): Promise<void> {
    const { recording, clock } = this.#options;
    await this.#append('m', endText(end)).catch(() => undefined);
    await this.#file.finish({
      ...recording,
      endedAt: clock.now(),
      end,
      bytes: this.#outputBytes + this.#inputBytes,
      truncated: this.#truncated,
    });
  }

  async #append(kind: CastEvent, text: string): Promise<number> {
    const { clock, recording } = this.#options;
    const line = castLine((clock.now() - recording.startedAt) / 1000, kind, text);
    await this.#file.append(line);
    return Buffer.byteLength(line);
  }
}

function endText(end: ExecEnd): string {
  if (end.type === 'exited') return `exited with code ${end.exitCode}`;
  return end.type === 'closed' ? 'closed' : `${end.type}: ${end.reason}`;
}
