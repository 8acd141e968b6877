import { NotAllowedError, NotFoundError, ServiceUnavailableError } from '@backstage/errors';
import type { Clock } from '@kubemate/kube-node';
import { Upstream } from '@kubemate/upstream-node';
import type { UpstreamResponse } from '@kubemate/upstream-node';
import { createHash } from 'node:crypto';
import type { RegistryConfig } from './readRegistries';
import {
  catalogSchema,
  indexSchema,
  manifestSchema,
  tagListSchema,
  tokenSchema,
} from './registrySchemas';
import type { Descriptor, Manifest } from './registrySchemas';

const CONCURRENCY = 4;
const MAX_BYTES = 8 * 1024 * 1024;
const MAX_TAGS = 1000;
const MAX_REPOSITORIES = 5000;
const PAGE = 500;
/** Stands for the registry itself where a repository is named. */
const CATALOG = '_catalog';
/** A token is not used in its last seconds. */
const TOKEN_MARGIN_MS = 10_000;
const MAX_TOKENS = 500;

const MANIFESTS = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

/** One registry by the OCI distribution API: tags, manifests, referrers and small blobs, with the token flow where it asks for it. */
export class RegistryClient {
  readonly config: RegistryConfig;
  readonly #upstreams: ReadonlyMap<string, Upstream>;
  readonly #main: Upstream;
  readonly #clock: Clock;
  readonly #tokens = new Map<string, { authorization: string; until: number }>();

  constructor({ config, clock }: { config: RegistryConfig; clock: Clock }) {
    this.config = config;
    this.#clock = clock;
    const name = `The registry ${config.host}`;
    const bounds = { name, concurrency: CONCURRENCY, maxBytes: MAX_BYTES };
    this.#main = new Upstream({ ...bounds, url: config.url });
    // Credentials and redirects go to no other place, whatever the registry answers.
    const others = [new URL(config.url).origin, ...config.alsoAsks.map(url => new URL(url).origin)];
    this.#upstreams = new Map(
      [...new Set(others)].map(origin => [origin, new Upstream({ ...bounds, url: origin })]),
    );
  }

  async close(): Promise<void> {
    await Promise.all([this.#main, ...this.#upstreams.values()].map(each => each.close()));
  }

  /**
   * Names of its repositories; 5000 at most. Many registries list none to anybody.
   * @throws NotFoundError or NotAllowedError where it is one of those
   */
  async repositories(): Promise<{ names: readonly string[]; isCut: boolean }> {
    const names: string[] = [];
    let last: string | undefined;
    do {
      const answer = await this.#get(CATALOG, '', pageAfter(last));
      const page = catalogSchema.parse(this.#json(answer)).repositories ?? [];
      names.push(...page);
      last = answer.header('link') === undefined ? undefined : page.at(-1);
    } while (last !== undefined && names.length < MAX_REPOSITORIES);
    return { names, isCut: last !== undefined };
  }

  /** As the registry orders them, which says nothing of their age; 1000 at most. */
  async tags(repository: string): Promise<readonly string[]> {
    const found: string[] = [];
    let last: string | undefined;
    do {
      const answer = await this.#get(repository, 'tags/list', pageAfter(last));
      const tags = tagListSchema.parse(this.#json(answer)).tags ?? [];
      found.push(...tags);
      last = answer.header('link') === undefined ? undefined : tags.at(-1);
    } while (last !== undefined && found.length < MAX_TAGS);
    return found.slice(0, MAX_TAGS);
  }

  /** @throws NotFoundError where the registry has none of that name */
  async manifest(
    repository: string,
    reference: string,
  ): Promise<{ digest: string; manifest: Manifest }> {
    const answer = await this.#get(repository, `manifests/${reference}`, { accept: MANIFESTS });
    const digest = digestOf(answer.text);
    if (reference.startsWith('sha256:') && reference !== digest)
      throw new ServiceUnavailableError(
        `The registry ${this.config.host} answered something else than ${reference}`,
      );
    return { digest, manifest: manifestSchema.parse(this.#json(answer)) };
  }

  /** What says that it belongs to a manifest: by the API, or by the tag that stands for it where a registry has none. */
  async referrers(repository: string, digest: string): Promise<readonly Descriptor[]> {
    const index = await orNothing(
      this.#get(repository, `referrers/${digest}`, { accept: MANIFESTS }),
    );
    const fallback = async () =>
      orNothing(
        this.#get(repository, `manifests/${digest.replace(':', '-')}`, { accept: MANIFESTS }),
      );
    const answer = index ?? (await fallback());
    if (answer === undefined) return [];
    return indexSchema.parse(this.#json(answer)).manifests;
  }

  /** The text of a blob, which is what its digest says. */
  async blob(repository: string, digest: string): Promise<string> {
    const answer = await this.#get(repository, `blobs/${digest}`, {});
    if (digestOf(answer.text) !== digest)
      throw new ServiceUnavailableError(
        `The registry ${this.config.host} answered something else than ${digest}`,
      );
    return answer.text;
  }

  async #get(
    repository: string,
    path: string,
    options: { accept?: string; query?: Readonly<Record<string, string>> },
  ): Promise<UpstreamResponse> {
    const { accept, query } = options;
    const ask = (authorization?: string) =>
      this.#main.send({
        path: repository === CATALOG ? `/v2/${CATALOG}` : `/v2/${repository}/${path}`,
        ...(query === undefined ? {} : { query }),
        headers: {
          ...(accept === undefined ? {} : { accept }),
          ...(authorization === undefined ? {} : { authorization }),
        },
      });
    const known = this.#tokens.get(repository);
    const isFresh = known !== undefined && known.until > this.#clock.now();
    let answer = await ask(isFresh ? known.authorization : undefined);
    if (answer.status === 401) {
      const challenge = answer.header('www-authenticate') ?? '';
      answer = await ask(await this.#authorize(repository, challenge));
    }
    return this.#judge(await this.#follow(answer), { repository, path });
  }

  /** Large registries keep blobs elsewhere; the link carries its own right, so no credential goes with it. */
  async #follow(answer: UpstreamResponse): Promise<UpstreamResponse> {
    const location = answer.header('location');
    if (answer.status < 300 || answer.status >= 400 || location === undefined) return answer;
    const url = new URL(location, this.config.url);
    return this.#upstreamOf(url).send({
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
    });
  }

  async #authorize(repository: string, challenge: string): Promise<string> {
    const { username, password } = this.config;
    const basic =
      username === undefined
        ? undefined
        : `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
    if (/^basic\b/i.test(challenge) && basic !== undefined) {
      this.#keep(repository, { authorization: basic, until: Infinity });
      return basic;
    }
    const fields = new Map(
      [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = '', value = '']) => [key, value]),
    );
    const realm = fields.get('realm') ?? '';
    if (!/^bearer\b/i.test(challenge) || !URL.canParse(realm))
      throw new NotAllowedError(`The registry ${this.config.host} refuses the portal’s account`);
    const url = new URL(realm);
    const service = fields.get('service');
    const answer = await this.#upstreamOf(url).send({
      path: url.pathname,
      query: {
        ...Object.fromEntries(url.searchParams),
        ...(service === undefined ? {} : { service }),
        scope: repository === CATALOG ? 'registry:catalog:*' : `repository:${repository}:pull`,
      },
      ...(basic === undefined ? {} : { headers: { authorization: basic } }),
    });
    const parsed = tokenSchema.safeParse(answer.status === 200 ? this.#json(answer) : undefined);
    if (!parsed.success)
      throw new NotAllowedError(
        `The registry ${this.config.host} gives the portal’s account no token for ${repository}`,
      );
    const authorization = `Bearer ${parsed.data.token}`;
    const until = this.#clock.now() + parsed.data.expiresMs - TOKEN_MARGIN_MS;
    this.#keep(repository, { authorization, until });
    return authorization;
  }

  #keep(repository: string, token: { authorization: string; until: number }): void {
    if (this.#tokens.size >= MAX_TOKENS) this.#tokens.clear();
    this.#tokens.set(repository, token);
  }

  #upstreamOf({ origin }: URL): Upstream {
    const found = this.#upstreams.get(origin);
    if (found === undefined)
      throw new NotAllowedError(
        `The registry ${this.config.host} sends the portal to ${origin}, which its entry in the configuration does not name (alsoAsks)`,
      );
    return found;
  }

  #judge(answer: UpstreamResponse, at: { repository: string; path: string }): UpstreamResponse {
    const { status } = answer;
    if (status === 200) return answer;
    // Some say by 405 that they have no list of repositories.
    if (status === 404 || (status === 405 && at.repository === CATALOG))
      throw new NotFoundError(
        `The registry ${this.config.host} has no ${at.repository}, ${at.path}`,
      );
    if (status === 401 || status === 403)
      throw new NotAllowedError(
        `The registry ${this.config.host} does not let the portal’s account read ${at.repository}`,
      );
    throw new ServiceUnavailableError(`The registry ${this.config.host} answered ${status}`);
  }

  #json({ text }: UpstreamResponse): unknown {
    try {
      return JSON.parse(text);
    } catch {
      throw new ServiceUnavailableError(`The registry ${this.config.host} answered no JSON`);
    }
  }
}

function pageAfter(last: string | undefined): { query: Readonly<Record<string, string>> } {
  return { query: { n: String(PAGE), ...(last === undefined ? {} : { last }) } };
}

function digestOf(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

/** Undefined for what is not there. */
export async function orNothing<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  }
}
