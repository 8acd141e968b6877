import { randomUUID } from 'node:crypto';
import type { TestPortal } from '../startPortal';
import { until } from './KubeAdmin';

export type Persona = 'platform' | 'developer' | 'ml' | 'auditor';

export interface Answer {
  readonly status: number;
  readonly body: any;
  /** What stands as correlation id in every record of the request. */
  readonly requestId: string;
}

interface Ask {
  readonly method?: string;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A promotion waits for pods, and then looks at them for a while. */
const LONGEST_MS = 180_000;
/** For how long a stream is listened to. */
const LISTEN_MS = 600;
const ENDED = new Set(['succeeded', 'partial', 'failed', 'denied', 'cancelled', 'interrupted']);

export const pluginOf = (name: string) => name.slice(0, name.indexOf('.'));

/** The portal as its people use it. */
export class ContractWorld {
  readonly #tokens = new Map<Persona, string>();

  constructor(private readonly portal: TestPortal) {}

  async ask(persona: Persona, url: string, { method, body, headers }: Ask = {}): Promise<Answer> {
    const requestId = randomUUID();
    const response = await globalThis.fetch(`${this.portal.url}/api/${url}`, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: {
        authorization: `Bearer ${await this.#tokenOf(persona)}`,
        'content-type': 'application/json',
        'x-request-id': requestId,
        ...headers,
      },
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? {} : JSON.parse(text), requestId };
  }

  /** An answer as it is written; of a stream what comes in its first moments. */
  async hear(
    persona: Persona,
    { url, body, live = false }: { url: string; body?: object; live?: boolean },
  ): Promise<{ status: number; headers: string; text: string }> {
    const abort = new AbortController();
    const response = await globalThis.fetch(`${this.portal.url}/api/${url}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        authorization: `Bearer ${await this.#tokenOf(persona)}`,
        'content-type': 'application/json',
      },
      body: body && JSON.stringify(body),
      signal: abort.signal,
    });
    const headers = JSON.stringify([...response.headers]);
    const { status } = response;
    if (!live) return { status, headers, text: await response.text() };
    let text = '';
    const timer = setTimeout(() => abort.abort(), LISTEN_MS);
    try {
      const parts = response.body?.pipeThrough(new TextDecoderStream()) ?? [];
      for await (const part of parts) text += part;
    } catch {
      // It would have gone on.
    }
    clearTimeout(timer);
    return { status, headers, text };
  }

  /** The answer to a read that must succeed. */
  async read(persona: Persona, url: string): Promise<any> {
    const { status, body } = await this.ask(persona, url);
    if (status !== 200) throw new Error(`${url} answered ${status}: ${JSON.stringify(body)}`);
    return body;
  }

  /** Runs an operation that must succeed, and waits for its end. */
  async run(persona: Persona, name: string, input: object): Promise<any> {
    const { status, body } = await this.ask(persona, operationUrl(name), { body: input });
    if (status !== 200) throw new Error(`${name} answered ${status}: ${JSON.stringify(body)}`);
    const receipt = await this.ended(persona, name, body);
    if (receipt.status !== 'succeeded') throw new Error(`${name}: ${JSON.stringify(receipt)}`);
    return receipt;
  }

  async ended(persona: Persona, name: string, receipt: any): Promise<any> {
    if (ENDED.has(receipt.status)) return receipt;
    const url = `${pluginOf(name)}/operations-receipts/${receipt.id}`;
    const ended = async () => {
      const next = await this.read(persona, url);
      return ENDED.has(next.status) ? next : undefined;
    };
    return until(`the end of ${name}`, ended, LONGEST_MS);
  }

  /** What the audit trail has of the operation that a request ran. */
  async recordsOf({ requestId }: Answer): Promise<readonly any[]> {
    const { items } = await this.read('auditor', `audit/records?correlationId=${requestId}`);
    return items
      .flatMap(({ joined, ...entry }: any) => [entry, ...joined])
      .filter(({ kind }: any) => kind === 'operation');
  }

  /** The one record of it, as soon as it is there. */
  async recordOf(answer: Answer): Promise<any> {
    return until('a record in the audit trail', async () => (await this.recordsOf(answer))[0]);
  }

  async #tokenOf(persona: Persona): Promise<string> {
    const known = this.#tokens.get(persona);
    if (known !== undefined) return known;
    const url = `${this.portal.url}/api/auth/persona/refresh`;
    const token = await until(`that ${persona} can sign in`, async () => {
      const response = await globalThis.fetch(url, { headers: { 'x-kubemate-persona': persona } });
      return response.ok ? (await response.json()).backstageIdentity.token : undefined;
    });
    this.#tokens.set(persona, token);
    return token;
  }
}

/** Below `/api/`. */
export function operationUrl(name: string): string {
  return `${pluginOf(name)}/operations/${name.slice(name.indexOf('.') + 1)}`;
}
