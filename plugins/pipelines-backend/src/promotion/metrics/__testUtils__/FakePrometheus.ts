import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Series {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Answers selectors, ranges and numbers as Prometheus documents its HTTP API; nothing else of PromQL. */
export class FakePrometheus {
  readonly asked: { readonly query: string; readonly authorization?: string }[] = [];
  readonly #series: Series[] = [];
  readonly #server = createServer((request, response) => {
    const url = new URL(String(request.url), 'http://prometheus');
    const query = url.searchParams.get('query') ?? '';
    const { authorization } = request.headers;
    this.asked.push({ query, ...(authorization === undefined ? {} : { authorization }) });
    const answer = this.#answer(query);
    const isGood = answer !== undefined;
    response.writeHead(isGood ? 200 : 400, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify(
        isGood
          ? { status: 'success', data: answer }
          : { status: 'error', errorType: 'bad_data', error: 'invalid parameter "query"' },
      ),
    );
  });

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async listen(): Promise<void> {
    await new Promise<void>(resolve => this.#server.listen(0, '127.0.0.1', resolve));
  }

  async write(series: readonly Series[]): Promise<void> {
    this.#series.push(...series);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => this.#server.close(resolve));
  }

  #answer(query: string): object | undefined {
    if (/^[\d.]+$/.test(query)) return { resultType: 'scalar', result: [1, query] };
    const parsed = /^(\w+)\{([^{}]*)\}(\[\d+[smhd]\])?$/.exec(query);
    if (parsed === null) return undefined;
    const [, name, matchers = '', range] = parsed;
    const all = [...matchers.matchAll(/(\w+)(=~?)"([^"]*)"/g)];
    const found = this.#series.filter(
      each =>
        each.name === name &&
        all.every(([, label = '', operator, text = '']) => {
          const value = each.labels[label] ?? '';
          return operator === '=' ? value === text : new RegExp(`^(?:${text})$`).test(value);
        }),
    );
    return {
      resultType: range === undefined ? 'vector' : 'matrix',
      result: found.map(({ labels, value }) => ({
        metric: { __name__: name, ...labels },
        ...(range === undefined ? { value: [1, String(value)] } : { values: [[1, String(value)]] }),
      })),
    };
  }
}
