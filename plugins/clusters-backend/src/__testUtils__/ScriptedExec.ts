import type { ExecEnd, ExecOutput, ExecSession, ExecSize } from '@kubemate/kube-node';

/** A process that a test plays. */
export class ScriptedExec implements ExecSession {
  readonly ended: Promise<ExecEnd>;
  readonly input: string[] = [];
  readonly sizes: ExecSize[] = [];
  inputEnded = false;
  /** Bytes that the reader has asked for. */
  taken = 0;
  #settle: (end: ExecEnd) => void = () => {};
  #isOver = false;
  #waiting: ExecOutput[] = [];
  #wake = () => {};

  constructor() {
    this.ended = new Promise(resolve => {
      this.#settle = resolve;
    });
  }

  get output(): AsyncIterable<ExecOutput> {
    return this.#read();
  }

  print(text: string | Uint8Array, channel: ExecOutput['channel'] = 'stdout'): void {
    this.#waiting.push({ channel, data: Buffer.from(text as Uint8Array) });
    this.#wake();
  }

  end(end: ExecEnd): void {
    this.#isOver = true;
    this.#settle(end);
    this.#wake();
  }

  async write(data: Uint8Array): Promise<void> {
    this.input.push(Buffer.from(data).toString());
  }

  endInput(): void {
    this.inputEnded = true;
  }

  resize(size: ExecSize): void {
    this.sizes.push({ columns: size.columns, rows: size.rows });
  }

  close(): void {
    this.#waiting = [];
    this.end({ type: 'closed' });
  }

  async *#read(): AsyncGenerator<ExecOutput, void, undefined> {
    for (;;) {
      const next = this.#waiting.shift();
      if (next !== undefined) {
        this.taken += next.data.byteLength;
        yield next;
      } else if (this.#isOver) {
        return;
      } else {
        await new Promise<void>(resolve => {
          this.#wake = resolve;
        });
      }
    }
  }
}
