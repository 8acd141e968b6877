import { readFileSync } from 'node:fs';
import { Pool } from 'undici';
import { parse } from 'yaml';
import { z } from 'zod';
import type { ApiRequest, ApiResponse, ApiTransport } from '../ApiTransport';

const kubeconfigSchema = z.object({
  clusters: z.tuple([z.object({ cluster: z.object({ server: z.url() }) })]),
  users: z.tuple([z.object({ user: z.object({ token: z.string() }) })]),
});

/** A connection to the real API server of the tests, which can be cut and joined again. */
export class PeerCluster implements ApiTransport {
  private readonly pool: Pool;
  private readonly authorization: string;
  private readonly open = new Set<AbortController>();
  private cut = false;

  constructor(kubeconfigFile: string) {
    const config = kubeconfigSchema.parse(parse(readFileSync(kubeconfigFile, 'utf8')));
    const { server } = config.clusters[0].cluster;
    this.pool = new Pool(server, { connections: 20, connect: { rejectUnauthorized: false } });
    this.authorization = `Bearer ${config.users[0].user.token}`;
  }

  /** Ends every open request and refuses new ones, for reads; writes go on. */
  cutReads(): void {
    this.cut = true;
    for (const controller of this.open) controller.abort(new Error('cut'));
  }

  joinReads(): void {
    this.cut = false;
  }

  async request(request: ApiRequest): Promise<ApiResponse> {
    if (this.cut) throw new Error('cut');
    const controller = new AbortController();
    this.open.add(controller);
    const signal = AbortSignal.any([request.signal, controller.signal]);
    request.signal.addEventListener('abort', () => this.open.delete(controller), { once: true });
    const response = await this.pool.request({
      method: 'GET',
      path: `${request.path}?${new URLSearchParams(request.query)}`,
      headers: { authorization: this.authorization, accept: request.accept ?? 'application/json' },
      bodyTimeout: 0,
      signal,
    });
    return { status: response.statusCode, headers: response.headers, body: response.body };
  }

  async write(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<void> {
    const response = await this.pool.request({
      method,
      path,
      headers: { authorization: this.authorization, 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await response.body.text();
    if (response.statusCode >= 300) throw new Error(`${method} ${path}: ${text}`);
  }

  async read(path: string): Promise<unknown> {
    const headers = { authorization: this.authorization };
    return (await this.pool.request({ method: 'GET', path, headers })).body.json();
  }

  async close(): Promise<void> {
    await this.pool.destroy();
  }
}
