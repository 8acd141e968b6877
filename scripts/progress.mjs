// Says what a long command is doing and how far it is: one line a step, with a running clock on a terminal.
const isTerminal = process.stdout.isTTY === true;

export class Progress {
  #total;
  #done = 0;
  #timer;

  /** @param {number} total how many steps there will be */
  constructor(total) {
    this.#total = total;
  }

  /**
   * Runs one step. `work` may call its argument with a few words on how far it is.
   * @template T
   * @param {string} title
   * @param {(detail: (text: string) => void) => Promise<T>} work
   * @returns {Promise<T>}
   */
  async step(title, work) {
    const label = `[${++this.#done}/${this.#total}] ${title}`;
    const startedAt = Date.now();
    let detail = '';
    const draw = () =>
      isTerminal &&
      process.stdout.write(
        `\r\x1b[K${label} … ${seconds(startedAt)}${detail && `  ${detail}`}`.slice(
          0,
          (process.stdout.columns ?? 100) - 1,
        ),
      );
    if (isTerminal) this.#timer = setInterval(draw, 250);
    else console.log(`${label} …`);
    try {
      const result = await work(text => {
        detail = text;
        draw();
      });
      this.#end(
        `${label}: ${typeof result === 'string' ? result : 'done'} (${seconds(startedAt)})`,
      );
      return result;
    } catch (error) {
      this.#end(`${label}: failed (${seconds(startedAt)})`);
      throw error;
    }
  }

  #end(line) {
    clearInterval(this.#timer);
    console.log(isTerminal ? `\r\x1b[K${line}` : line);
  }
}

function seconds(since) {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}
