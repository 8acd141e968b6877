import * as http from 'node:http';
import * as https from 'node:https';

/** An API server, reached past the portal with every right. */
export interface ClusterUnderTest {
  /** As the portal calls it. */
  readonly name: string;
  readonly server: string;
  readonly token: string;
}

const PATIENCE_MS = 30_000;

/** What tests prepare and look at beside the portal. */
export class KubeAdmin {
  constructor(readonly cluster: ClusterUnderTest) {}

  /** The object; undefined where there is none. `path` as the API server has it: `/api/v1/nodes/a`. */
  async get(path: string): Promise<any> {
    const { status, body } = await this.#send('GET', path);
    return status === 404 ? undefined : this.#good(status, body);
  }

  async create(path: string, object: object): Promise<any> {
    const { status, body } = await this.#send('POST', path, object);
    return this.#good(status, body);
  }

  async merge(path: string, patch: object): Promise<any> {
    const { status, body } = await this.#send('PATCH', path, patch);
    return this.#good(status, body);
  }

  async remove(path: string): Promise<void> {
    await this.#send('DELETE', path, { gracePeriodSeconds: 0 });
  }

  #good(status: number, body: any): any {
    if (status >= 300) throw new Error(`${this.cluster.name} answered ${status}: ${body.message}`);
    return body;
  }

  #send(method: string, path: string, content?: object): Promise<{ status: number; body: any }> {
    const url = new URL(path, this.cluster.server);
    const { request } = url.protocol === 'https:' ? https : http;
    const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
    const bytes = Buffer.from(content === undefined ? '' : JSON.stringify(content));
    const headers = {
      ...{ authorization: `Bearer ${this.cluster.token}`, 'content-type': type },
      'content-length': bytes.length,
    };
    return new Promise((resolve, reject) => {
      request(url, { method, headers, rejectUnauthorized: false }, response => {
        const parts: Buffer[] = [];
        response.on('data', part => parts.push(part));
        response.on('error', reject);
        response.on('end', () => {
          const body = JSON.parse(Buffer.concat(parts).toString('utf8'));
          resolve({ status: response.statusCode ?? 0, body });
        });
      })
        .on('error', reject)
        .end(bytes);
    });
  }
}

/** Waits until it answers something. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined>,
  patienceMs = PATIENCE_MS,
): Promise<T> {
  const end = Date.now() + patienceMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > end) throw new Error(`It did not come about: ${what}`);
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}
