import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApiStatusError } from '../ApiStatusError';
import type { Cluster } from '../Cluster';
import type { MetricsApi } from '../metricsApi';
import { hasSubresource, type ResourceType } from '../ResourceType';
import type { Attributes } from '../rbac/PolicyRule';
import type { RequestUser } from '../writes/WriteRequest';
import type { ApiRequest } from './ApiRequest';
import { send, warningHeader } from './answer';
import { deprecationWarnings } from './deprecations';
import type { NonResourceHandler } from './NonResourceHandler';
import type { ResourceHandler } from './ResourceHandler';
import { requestInfo, type ResourceRequest } from './requestInfo';

/** A request whose caller is known. */
export interface IncomingRequest {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly signal: AbortSignal;
}

export interface Authenticator {
  /** The caller, after impersonation; throws where the credentials or the impersonation are refused. */
  authenticate(request: IncomingMessage, attributes: Attributes): RequestUser;
}

export interface RequestAuthorizer {
  /** Throws 403 where the user may not. */
  check(user: RequestUser, attributes: Attributes): void;
}

export interface SubresourceHandler {
  /** Serves subresources other than `status`; false where it is not one that this server has. */
  handle(request: ApiRequest): Promise<boolean>;
}

interface RouterParts {
  readonly authenticator: Authenticator;
  readonly authorizer: RequestAuthorizer;
  readonly resources: ResourceHandler;
  readonly subresources: SubresourceHandler;
  readonly nonResources: NonResourceHandler;
  readonly metrics: MetricsApi;
}

/** Sends every request to its handler, after authentication and authorisation. */
export class Router {
  constructor(
    private readonly cluster: Cluster,
    private readonly parts: RouterParts,
  ) {}

  async handle(incoming: IncomingRequest): Promise<void> {
    const { request, url } = incoming;
    const info = requestInfo(request.method ?? 'GET', url);
    const user = this.parts.authenticator.authenticate(request, info);
    this.parts.authorizer.check(user, info);
    if (!info.isResource) {
      await this.parts.nonResources.handle(incoming, user);
      return;
    }
    const type = this.cluster.registry.find(info);
    if (type === undefined) {
      notFoundPage(incoming);
      return;
    }
    const warnings = deprecationWarnings(type).map(warningHeader);
    if (warnings.length > 0) incoming.response.setHeader('warning', warnings);
    const api: ApiRequest = { ...incoming, info, type, user, query: url.searchParams };
    await this.dispatch(api);
  }

  private async dispatch(api: ApiRequest): Promise<void> {
    const { info, type } = api;
    checkScope(info, type);
    if (info.subresource === undefined) checkVerb(info, type);
    if (this.parts.metrics.handle(api)) return;
    if (info.subresource === undefined || info.subresource === 'status') {
      checkVerb(info, type);
      await this.parts.resources.handle(api);
      return;
    }
    if (!(await this.parts.subresources.handle(api))) notFoundPage(api);
  }
}

function checkVerb(info: ResourceRequest, type: ResourceType): void {
  if (info.subresource === undefined) {
    const isMisplaced =
      (info.verb === 'create') !== (info.name === undefined) &&
      ['create', 'update', 'patch'].includes(info.verb);
    if (isMisplaced || !type.verbs.includes(info.verb)) throw ApiStatusError.methodNotAllowed();
    return;
  }
  if (!hasSubresource(type, info.subresource)) {
    throw new ApiStatusError({
      code: 404,
      reason: 'NotFound',
      message: 'the server could not find the requested resource',
      details: {},
    });
  }
  if (!['get', 'update', 'patch'].includes(info.verb)) throw ApiStatusError.methodNotAllowed();
}

/** Namespaced objects are only written inside a namespace; cluster-scoped ones never are in one. */
function checkScope(info: ResourceRequest, type: ResourceType): void {
  const collectionWide = info.name === undefined && (info.verb === 'list' || info.verb === 'watch');
  if (type.namespaced && info.namespace === undefined && !collectionWide)
    throw ApiStatusError.methodNotAllowed();
  if (!type.namespaced && info.namespace !== undefined && type.plural !== 'namespaces')
    throw new ApiStatusError({
      code: 404,
      reason: 'NotFound',
      message: 'the server could not find the requested resource',
      details: {},
    });
}

export function notFoundPage({
  request,
  response,
}: {
  request: IncomingMessage;
  response: ServerResponse;
}): void {
  send(request, response, {
    status: 404,
    contentType: 'text/plain; charset=utf-8',
    body: '404 page not found\n',
  });
}
