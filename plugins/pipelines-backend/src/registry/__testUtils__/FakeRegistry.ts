import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FakeRegistryOptions {
  /** `token`: a Bearer challenge whose realm is this registry's own `/token`, or the one given. */
  readonly auth?: 'none' | 'basic' | 'token';
  readonly realm?: string;
  /** Blobs are answered by a redirect to this address. */
  readonly blobsAt?: string;
  /** Whether it says which repositories it has. */
  readonly lists?: boolean;
}

const CREDENTIAL = `Basic ${Buffer.from('portal:secret').toString('base64')}`;

/**
 * The part of the OCI distribution API 1.1 that the portal reads and tests push by, with referrers: a protocol double, in memory, for what
 * the real registry of `registry.peer.test.ts` does not do (referrers API, token flow, redirects).
 */
export class FakeRegistry {
  readonly asked: string[] = [];
  readonly #blobs = new Map<string, Buffer>();
  readonly #types = new Map<string, string>();
  readonly #tags = new Map<string, string>();
  readonly #options: FakeRegistryOptions;
  readonly #server = createServer((req, res) => void this.#serve(req, res));

  constructor(options: FakeRegistryOptions = {}) {
    this.#options = options;
  }

  async listen(): Promise<string> {
    await new Promise<void>(resolve => this.#server.listen(0, '127.0.0.1', resolve));
    return this.url;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>(resolve => this.#server.close(() => resolve()));
  }

  async #serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(req.url ?? '/', this.url);
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(Buffer.from(chunk));
    const body = Buffer.concat(chunks);
    this.asked.push(`${req.method} ${pathname} ${req.headers.authorization ?? '-'}`);
    if (pathname === '/token') {
      const isKnown = req.headers.authorization === CREDENTIAL;
      return answer(res, isKnown ? 200 : 401, JSON.stringify({ token: 'pull', expires_in: 300 }));
    }
    if (req.method === 'GET' && !this.#isLetIn(req)) {
      const realm = this.#options.realm ?? `${this.url}/token`;
      const how =
        this.#options.auth === 'basic' ? 'Basic realm="r"' : `Bearer realm="${realm}",service="s"`;
      res.setHeader('www-authenticate', how);
      return answer(res, 401, '{}');
    }
    if (pathname === '/v2/_catalog') return this.#catalog(res, searchParams);
    const [, repository = '', kind = '', reference = ''] =
      /^\/v2\/(.+?)\/(tags|manifests|blobs|referrers)\/(.*)$/.exec(pathname) ?? [];
    if (kind === 'tags') return this.#list(res, { repository, query: searchParams });
    if (kind === 'referrers') return this.#referrers(res, reference);
    if (req.method === 'POST')
      return answer(res.setHeader('location', `/v2/${repository}/blobs/uploads/1`), 202, '');
    if (req.method === 'PUT' && kind === 'blobs') {
      this.#blobs.set(digestOf(body), body);
      return answer(res, 201, '');
    }
    if (req.method === 'PUT') {
      const digest = digestOf(body);
      this.#blobs.set(digest, body);
      this.#types.set(digest, req.headers['content-type'] ?? '');
      if (!reference.startsWith('sha256:')) this.#tags.set(`${repository} ${reference}`, digest);
      const subject = JSON.parse(body.toString()).subject?.digest;
      if (subject !== undefined) res.setHeader('OCI-Subject', subject);
      return answer(res, 201, '');
    }
    const digest = this.#tags.get(`${repository} ${reference}`) ?? reference;
    const found = this.#blobs.get(digest);
    if (found === undefined) return answer(res, 404, '{}');
    if (kind === 'blobs' && this.#options.blobsAt !== undefined) {
      res.setHeader('location', `${this.#options.blobsAt}${pathname}`);
      return answer(res, 307, '');
    }
    return answer(res, 200, found);
  }

  #isLetIn({ headers }: IncomingMessage): boolean {
    const { auth = 'none' } = this.#options;
    if (auth === 'none') return true;
    return headers.authorization === (auth === 'basic' ? CREDENTIAL : 'Bearer pull');
  }

  #catalog(res: ServerResponse, query: URLSearchParams) {
    if (this.#options.lists === false) return answer(res, 405, '{}');
    const all = [...new Set([...this.#tags.keys()].map(key => key.split(' ')[0] ?? ''))].sort();
    const rest = all.filter(name => name > (query.get('last') ?? ''));
    const repositories = rest.slice(0, 2);
    if (repositories.length < rest.length) res.setHeader('link', '</more>; rel="next"');
    return answer(res, 200, JSON.stringify({ repositories }));
  }

  #list(res: ServerResponse, options: { repository: string; query: URLSearchParams }) {
    const { repository, query } = options;
    const start = `${repository} `;
    const all = [...this.#tags.keys()]
      .filter(key => key.startsWith(start))
      .map(key => key.slice(start.length))
      .sort();
    const rest = all.filter(tag => tag > (query.get('last') ?? ''));
    const tags = rest.slice(0, Number(query.get('n') ?? 100));
    if (tags.length < rest.length) res.setHeader('link', '</more>; rel="next"');
    answer(res, 200, JSON.stringify({ name: repository, tags }));
  }

  #referrers(res: ServerResponse, digest: string) {
    const manifests = [...this.#types.keys()].flatMap(each => {
      const text = this.#blobs.get(each)?.toString() ?? '{}';
      const { subject, artifactType, mediaType } = JSON.parse(text);
      return subject?.digest === digest
        ? [{ digest: each, size: text.length, artifactType, mediaType }]
        : [];
    });
    answer(res, 200, JSON.stringify({ schemaVersion: 2, manifests }));
  }
}

function answer(res: ServerResponse, status: number, body: string | Buffer): void {
  res.statusCode = status;
  res.end(body);
}

function digestOf(body: Buffer): string {
  return `sha256:${createHash('sha256').update(body).digest('hex')}`;
}
