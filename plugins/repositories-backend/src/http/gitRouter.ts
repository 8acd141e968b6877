import {
  InputError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { noteRoute } from '@kubemate/http-node';
import { parseRepositoryUrl } from '@kubemate/plugin-repositories-common';
import Router from 'express-promise-router';
import type { Request, Response, Router as ExpressRouter } from 'express';
import { pipeline } from 'node:stream/promises';
import type { BareRepositories } from '../git/BareRepositories';
import { spawnGit } from '../git/Git';
import type { PushEvents } from '../repositories/PushEvents';
import { whyNotTheirs } from '../repositories/RepositoryAccess';
import type { Asker, Offer, RepositoryAccess } from '../repositories/RepositoryAccess';
import type { StoredRepository } from '../store/RepositoryStore';
import { BoundedBody } from './BoundedBody';
import type { GitAsker, GitAuth } from './GitAuth';
import { FLUSH, pktLine } from './pktLines';
import { receivePush } from './receivePush';

export interface GitRouterOptions {
  readonly access: RepositoryAccess;
  readonly bare: BareRepositories;
  readonly auth: GitAuth;
  readonly events: PushEvents;
  readonly shutdown: AbortSignal;
  /** Where people open the portal; absent where it has no pages. */
  readonly appUrl?: string;
}

type Service = 'git-upload-pack' | 'git-receive-pack';

const MAX_AT_ONCE = 16;
const MAX_FETCH_BYTES = 16 * 1024 * 1024;
const MAX_MS = 10 * 60_000;

/** Git's smart HTTP protocol, version 0 to 2, at `/git/<owner>/<name>.git`. */
export function createGitRouter(options: GitRouterOptions): ExpressRouter {
  const router = Router();
  let running = 0;

  const serve = (
    service: (request: Request) => Service,
    handle: (exchange: Exchange) => Promise<void>,
  ) => {
    return async (request: Request, response: Response) => {
      const exchange = await enter({ request, response, service: service(request) }, options);
      if (running >= MAX_AT_ONCE)
        throw new ServiceUnavailableError('Too many clones and pushes at once; try again');
      running += 1;
      try {
        await handle(exchange);
      } finally {
        running -= 1;
      }
    };
  };

  router.get(
    '/:owner/:repository/info/refs',
    serve(serviceOf, exchange => advertise(exchange)),
  );
  router.post(
    '/:owner/:repository/git-upload-pack',
    serve(
      () => 'git-upload-pack',
      exchange => upload(exchange),
    ),
  );
  router.post(
    '/:owner/:repository/git-receive-pack',
    serve(
      () => 'git-receive-pack',
      exchange => receivePush(exchange, options),
    ),
  );
  // The addresses that the catalog reads by, for people who follow them. Where they lead says nothing of what is there.
  router.get(/^\/[^/]+\/[^/]+\.git(?:\/(?:blob|tree|raw)\/.*)?$/, (request, response) => {
    const page = pageOf(request.originalUrl, options.appUrl);
    if (page === undefined) throw new NotFoundError('There is nothing at this address');
    response.redirect(302, page);
  });
  // The dumb protocol would serve files as they lie.
  router.use(() => {
    throw new NotFoundError('Git is served here by its smart protocol only');
  });
  return router;
}

/** The portal's page of what an address of a repository names. */
function pageOf(address: string, appUrl: string | undefined): string | undefined {
  const found = parseRepositoryUrl(`http://portal${address}`);
  if (!found || appUrl === undefined) return undefined;
  const { owner, name, ref, path } = found;
  const query = new URLSearchParams({ ...(ref ? { ref } : {}), ...(path ? { path } : {}) });
  const page = `${appUrl.replace(/\/$/, '')}/repositories/${owner}/${name}`;
  return query.size === 0 ? page : `${page}?${query}`;
}

/** One request of git's, from somebody who may make it. */
export interface Exchange {
  readonly request: Request;
  readonly response: Response;
  readonly service: Service;
  readonly asker: Asker;
  readonly repository: StoredRepository;
  readonly folder: string;
  readonly signal: AbortSignal;
}

async function enter(
  { request, response, service }: Pick<Exchange, 'request' | 'response' | 'service'>,
  { access, auth, bare, shutdown }: GitRouterOptions,
): Promise<Exchange> {
  noteRoute(response, { route: `${request.method} /git/{owner}/{name}.git ${service}` });
  // Git asks for a password by this header only.
  response.set('WWW-Authenticate', 'Basic realm="Kubemate", charset="UTF-8"');
  const asker = await auth.asker(request.headers);
  response.removeHeader('WWW-Authenticate');
  noteRoute(response, { actor: asker.viewer.userEntityRef });
  const { owner = '', repository: file = '' } = request.params;
  if (!file.endsWith('.git')) throw new NotFoundError(`There is no repository ${owner}/${file}`);
  const place = { owner, name: file.slice(0, -'.git'.length) };
  const { offer, ...repository } = await access.get(place, asker);
  if (service === 'git-receive-pack') {
    const reason = whyNotPush(repository, asker, offer);
    if (reason !== undefined) throw new NotAllowedError(reason);
  }
  const folder = await bare.open(repository);
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const signal = AbortSignal.any([gone.signal, shutdown, AbortSignal.timeout(MAX_MS)]);
  return { request, response, service, asker, repository, folder, signal };
}

function whyNotPush(
  repository: StoredRepository,
  asker: GitAsker,
  offer: Offer,
): string | undefined {
  if (asker.scope === 'read') return 'This access token reads only';
  if (!offer.write) return 'Your role may not push to repositories';
  return whyNotTheirs(repository, asker, offer)?.text;
}

function serviceOf({ query }: Request): Service {
  if (query.service === 'git-upload-pack' || query.service === 'git-receive-pack')
    return query.service;
  throw new InputError('The query parameter "service" must be git-upload-pack or git-receive-pack');
}

/** Version of the protocol that the client asks for; git takes the rest of the header for nothing. */
export function protocolOf({ headers }: Request): Record<string, string> {
  const asked = headers['git-protocol'];
  return typeof asked === 'string' && /^version=[0-2]$/.test(asked) ? { GIT_PROTOCOL: asked } : {};
}

async function advertise({ request, response, service, folder, signal }: Exchange) {
  const name = service.replace('git-', '');
  const child = spawnGit([name, '--stateless-rpc', '--http-backend-info-refs', folder], {
    signal,
    environment: protocolOf(request),
  });
  child.on('error', () => {});
  child.stderr.resume();
  child.stdin.end();
  answerAs(response, `application/x-${service}-advertisement`);
  if (request.headers['git-protocol'] !== 'version=2' || service === 'git-receive-pack')
    response.write(Buffer.concat([pktLine(`# service=${service}\n`), FLUSH]));
  await finish(pipeline(child.stdout, response));
}

async function upload({ request, response, folder, signal }: Exchange) {
  const body = new BoundedBody(request, { maxBytes: MAX_FETCH_BYTES });
  const child = spawnGit(['upload-pack', '--stateless-rpc', folder], {
    signal,
    environment: protocolOf(request),
  });
  child.on('error', () => {});
  child.stderr.resume();
  const sent = pipeline(body.rest(), child.stdin).catch(() => child.kill('SIGKILL'));
  answerAs(response, 'application/x-git-upload-pack-result');
  await finish(pipeline(child.stdout, response));
  await sent;
}

export function answerAs(response: Response, type: string): void {
  response.status(200).set({ 'Content-Type': type, 'Cache-Control': 'no-store' });
}

/** A client that leaves in the middle is no error of the portal's. */
async function finish(streaming: Promise<void>): Promise<void> {
  await streaming.catch(() => undefined);
}
