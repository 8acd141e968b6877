import {
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import type { Upstream, UpstreamResponse } from '@kubemate/upstream-node';
import type { z } from 'zod';
import { crumbSchema } from './jenkinsSchemas';

/** As Jenkins' user interface calls them. */
const PERMISSIONS: ReadonlyMap<string, string> = new Map([
  ['hudson.model.Item.Read', 'Job/Read'],
  ['hudson.model.Item.Build', 'Job/Build'],
  ['hudson.model.Item.Cancel', 'Job/Cancel'],
  ['hudson.model.Item.Create', 'Job/Create'],
  ['hudson.model.Item.Delete', 'Job/Delete'],
  ['hudson.model.Run.Delete', 'Run/Delete'],
  ['hudson.model.Hudson.Read', 'Overall/Read'],
]);

/** Of a log that is read at a time. */
const LOG_BYTES = 2 * 1024 * 1024;

export interface GetOptions {
  readonly tree?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** A piece of a log. */
export interface LogPiece {
  readonly text: string;
  /** Where the next one starts. */
  readonly next: number;
  readonly hasMore: boolean;
  /** What follows is there already. */
  readonly isCut: boolean;
}

interface Crumb {
  readonly headers: Readonly<Record<string, string>>;
}

/** `/job/shop/job/storefront`: names are encoded once more, though a branch's already is. */
export function jobPath(fullName: string): string {
  return fullName
    .split('/')
    .map(name => `/job/${encodeURIComponent(name)}`)
    .join('');
}

/**
 * One Jenkins controller's remote API: JSON with `tree=`, logs piece by piece, and posts with a crumb where one is wanted.
 *
 * @throws NotFoundError for 404: what the account may not see is not there either
 * @throws NotAllowedError for 403, naming the permission that the account lacks
 * @throws ServiceUnavailableError where the controller does not answer, or refuses the account altogether
 */
export class JenkinsClient {
  readonly #upstream: Upstream;
  /** Undefined: not asked for yet. `null`: the controller wants none. */
  #crumb: Crumb | null | undefined;

  constructor({ upstream }: { upstream: Upstream }) {
    this.#upstream = upstream;
  }

  get name(): string {
    return this.#upstream.name;
  }

  async json<S extends z.ZodType>(
    path: string,
    schema: S,
    { tree, query, signal }: GetOptions = {},
  ): Promise<z.output<S>> {
    const asked = { ...query, ...(tree === undefined ? {} : { tree }) };
    const answer = await this.#upstream.send({ path, query: asked, signal });
    this.#checkRead(answer, path);
    const parsed = schema.safeParse(this.#parse(answer.text, path));
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    throw new ServiceUnavailableError(
      `${this.name} answered ${path} in another shape: ${issue?.path.join('.')} ${issue?.message}`,
    );
  }

  /** The text of a log from a byte on. `path` ends with `/logText/progressiveText`. */
  async log(path: string, start: number, signal?: AbortSignal): Promise<LogPiece> {
    const query = { start: String(start) };
    const answer = await this.#upstream.send({ path, query, signal, cutAt: LOG_BYTES });
    this.#checkRead(answer, path);
    const { text, isCut } = answer;
    const read = start + Buffer.byteLength(text);
    if (isCut) return { text, next: read, hasMore: true, isCut };
    const next = Number(answer.header('x-text-size') ?? read);
    return { text, next, hasMore: answer.header('x-more-data') === 'true', isCut };
  }

  /**
   * @returns where the answer points to: the queue item of a build that was asked for
   */
  async post(
    path: string,
    form: Readonly<Record<string, string>> = {},
    { query, signal }: Omit<GetOptions, 'tree'> = {},
  ): Promise<{ readonly location?: string }> {
    const asked = { path, form, query, signal };
    let answer = await this.#send(asked);
    // The session that the crumb belongs to is over, or a crumb is wanted after all.
    if (answer.status === 403 && /crumb/i.test(answer.text)) {
      this.#crumb = undefined;
      answer = await this.#send(asked);
    }
    this.#check(answer, path);
    return { location: answer.header('location') };
  }

  /** Sends a `config.xml`, which Jenkins answers with 200. */
  async postXml(path: string, xml: string, options: Omit<GetOptions, 'tree'> = {}): Promise<void> {
    const asked = { path, form: {}, xml, ...options };
    let answer = await this.#send(asked);
    if (answer.status === 403 && /crumb/i.test(answer.text)) {
      this.#crumb = undefined;
      answer = await this.#send(asked);
    }
    this.#check(answer, path);
  }

  async #send(asked: {
    path: string;
    form: Readonly<Record<string, string>>;
    xml?: string;
    query?: Readonly<Record<string, string>>;
    signal?: AbortSignal;
  }): Promise<UpstreamResponse> {
    const { path, form, xml, query, signal } = asked;
    this.#crumb ??= await this.#askCrumb(signal);
    return this.#upstream.send({
      ...{ method: 'POST', path, query, signal },
      headers: this.#crumb?.headers,
      body:
        xml === undefined
          ? {
              type: 'application/x-www-form-urlencoded',
              text: new URLSearchParams(form).toString(),
            }
          : { type: 'application/xml', text: xml },
    });
  }

  /** A crumb and the session that it holds in. Controllers without CSRF protection have no issuer. */
  async #askCrumb(signal?: AbortSignal): Promise<Crumb | null> {
    const path = '/crumbIssuer/api/json';
    const answer = await this.#upstream.send({ path, signal });
    if (answer.status === 404) return null;
    this.#checkRead(answer, path);
    const { crumb, crumbRequestField } = crumbSchema.parse(this.#parse(answer.text, path));
    const cookies = answer.cookies.map(cookie => cookie.split(';')[0]).join('; ');
    return {
      headers: { [crumbRequestField]: crumb, ...(cookies === '' ? {} : { cookie: cookies }) },
    };
  }

  #parse(text: string, path: string): unknown {
    try {
      return JSON.parse(text);
    } catch {
      throw new ServiceUnavailableError(`${this.name} answered ${path} with no JSON`);
    }
  }

  /** Whoever reads and is sent elsewhere would have to sign in there. */
  #checkRead(answer: UpstreamResponse, path: string): void {
    if (answer.status >= 300 && answer.status < 400)
      throw new ServiceUnavailableError(`${this.name} answers ${readable(path)} with a redirect`);
    this.#check(answer, path);
  }

  /** A redirect of a post is Jenkins' way to say that it was done. */
  #check({ status, header, text }: UpstreamResponse, path: string): void {
    if (status < 400) return;
    if (status === 401)
      throw new ServiceUnavailableError(`${this.name} does not know the portal’s account (401)`);
    if (status === 403) throw new NotAllowedError(this.#whyNot(header, text));
    if (status === 404) throw new NotFoundError(`${this.name} has no ${readable(path)}`);
    if (status === 409) throw new ConflictError(`${this.name}: ${plain(text)}`);
    if (status === 400 || status === 422 || status === 500)
      throw new InputError(`${this.name} refused: ${plain(text)}`);
    throw new ServiceUnavailableError(`${this.name} answered ${status} to ${readable(path)}`);
  }

  #whyNot(header: UpstreamResponse['header'], text: string): string {
    const id = header('x-required-permission');
    const account = header('x-you-are-authenticated-as');
    if (id === undefined) return `${this.name} refused (403): ${plain(text)}`;
    return `${this.name}: its account ${account ?? ''} lacks ${PERMISSIONS.get(id) ?? id}`;
  }
}

/** A path as people know it: `shop/storefront/12`. */
function readable(path: string): string {
  return path
    .replace(/\/(wfapi|api|logText|input)\/.*$/, '')
    .replaceAll('/job/', '/')
    .replace(/^\//, '');
}

/** The words of an error page, cut. */
function plain(html: string): string {
  const words = html
    .replace(/<(script|style)[\s\S]*?<\/\1>/gi, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return words === '' ? 'without a reason' : words.slice(0, 300);
}
