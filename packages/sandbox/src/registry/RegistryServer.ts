import { timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CompanyImages, TaggedImage } from './CompanyImages';
import { IMAGE, splitImage } from './imageManifest';
import type { Content } from './imageManifest';

const INDEX = 'application/vnd.oci.image.index.v1+json';
const PAGE =
  '<!doctype html><title>Simulated registry</title><p>This stands in for an image registry in the sandbox. It has an API for the portal, and images without layers.</p>';

interface Options {
  readonly images: CompanyImages;
  /** What image names begin with here. */
  readonly host: string;
  /** Names of all images that there are now, of this host and of others. */
  readonly names: () => readonly string[];
  readonly account: { readonly username: string; readonly password: string };
}

/**
 * The reading half of the OCI distribution API 1.1 over simulated images, with referrers: https://github.com/opencontainers/distribution-spec. Nothing is pushed
 * to it, and no layer can be pulled.
 */
export class RegistryServer {
  readonly #options: Options;
  readonly #server: Server;
  readonly #credential: Buffer;

  constructor(options: Options) {
    const { username, password } = options.account;
    this.#options = options;
    this.#credential = Buffer.from(
      `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
    );
    this.#server = createServer((request, response) => this.#serve(request, response));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async listen(): Promise<void> {
    await new Promise<void>(resolve => this.#server.listen(0, '127.0.0.1', resolve));
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>(resolve => this.#server.close(() => resolve()));
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    if (request.headers.accept?.includes('text/html'))
      return send(response, 200, { body: PAGE, type: 'text/html' });
    if (request.method !== 'GET' && request.method !== 'HEAD') return fail(response, 'UNSUPPORTED');
    if (!this.#isLetIn(request)) {
      response.setHeader('www-authenticate', 'Basic realm="simulated registry"');
      return fail(response, 'UNAUTHORIZED');
    }
    const { pathname, searchParams } = new URL(request.url ?? '/', this.url);
    if (pathname === '/v2/') return send(response, 200, { body: '{}' });
    if (pathname === '/v2/_catalog') {
      const repositories = [...new Set(this.#named().map(({ repository }) => repository))];
      return page(response, { key: 'repositories', all: repositories, query: searchParams });
    }
    const [, repository = '', kind = '', reference = ''] =
      /^\/v2\/(.+?)\/(tags|manifests|blobs|referrers)\/([^/]+)$/.exec(pathname) ?? [];
    const images = this.#named().filter(each => each.repository === repository);
    if (images.length === 0) return fail(response, 'NAME_UNKNOWN');
    if (kind === 'tags') {
      const tags = images.map(({ tag }) => tag);
      return page(response, { key: 'tags', all: tags, query: searchParams, name: repository });
    }
    return this.#content(response, { kind, reference, images: images.map(this.#made) });
  }

  #content(
    response: ServerResponse,
    { kind, reference, images }: { kind: string; reference: string; images: TaggedImage[] },
  ): void {
    if (kind === 'referrers') {
      const image = images.find(({ manifest }) => manifest.digest === reference);
      const manifests = (image?.referrers ?? []).map(({ artifactType, manifest }) => ({
        ...{ mediaType: IMAGE, artifactType, digest: manifest.digest },
        size: Buffer.byteLength(manifest.text),
      }));
      const index = { schemaVersion: 2, mediaType: INDEX, manifests };
      return send(response, 200, { body: JSON.stringify(index), type: INDEX });
    }
    if (kind === 'manifests') {
      const found = images.flatMap(image => manifestsOf(image, reference))[0];
      if (found === undefined) return fail(response, 'MANIFEST_UNKNOWN');
      response.setHeader('docker-content-digest', found.digest);
      return send(response, 200, { body: found.text, type: IMAGE });
    }
    const blob = images.flatMap(({ blobs }) => blobs).find(({ digest }) => digest === reference);
    if (blob === undefined) return fail(response, 'BLOB_UNKNOWN');
    return send(response, 200, { body: blob.text, type: 'application/octet-stream' });
  }

  #named(): readonly { repository: string; tag: string }[] {
    const start = `${this.#options.host}/`;
    const names = new Set(this.#options.names().filter(name => name.startsWith(start)));
    return [...names]
      .map(name => splitImage(name.slice(start.length)))
      .sort((a, b) => compare(a.repository, b.repository) || compare(a.tag, b.tag));
  }

  readonly #made = ({ repository, tag }: { repository: string; tag: string }) =>
    this.#options.images.image(`${this.#options.host}/${repository}:${tag}`);

  #isLetIn({ headers }: IncomingMessage): boolean {
    const given = Buffer.from(headers.authorization ?? '');
    return given.length === this.#credential.length && timingSafeEqual(given, this.#credential);
  }
}

/** By the tag of the image, by cosign's tag of what belongs to it, by the digest of either. */
function manifestsOf(image: TaggedImage, reference: string): readonly Content[] {
  const { tag, manifest, companions, referrers } = image;
  const tagged = tag === reference ? manifest : companions.get(reference);
  const all = [manifest, ...companions.values(), ...referrers.map(each => each.manifest)];
  return tagged === undefined ? all.filter(({ digest }) => digest === reference) : [tagged];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** `n` and `last`, with a link where there is more. */
function page(
  response: ServerResponse,
  options: { key: string; all: readonly string[]; query: URLSearchParams; name?: string },
): void {
  const { key, all, query, name } = options;
  const limit = Math.min(Math.max(Number(query.get('n')) || 1000, 1), 1000);
  const rest = all.filter(each => each > (query.get('last') ?? ''));
  const items = rest.slice(0, limit);
  if (items.length < rest.length)
    response.setHeader('link', `<?n=${limit}&last=${items.at(-1) ?? ''}>; rel="next"`);
  send(response, 200, {
    body: JSON.stringify({ ...(name === undefined ? {} : { name }), [key]: items }),
  });
}

const STATUS = {
  ...{ UNAUTHORIZED: 401, NAME_UNKNOWN: 404, MANIFEST_UNKNOWN: 404, BLOB_UNKNOWN: 404 },
  UNSUPPORTED: 405,
} as const;

function fail(response: ServerResponse, code: keyof typeof STATUS): void {
  send(response, STATUS[code], { body: JSON.stringify({ errors: [{ code, message: code }] }) });
}

function send(
  response: ServerResponse,
  status: number,
  { body, type = 'application/json' }: { body: string; type?: string },
): void {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}
