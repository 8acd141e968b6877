import { createHash } from 'node:crypto';
import { InputError, NotFoundError, ServiceUnavailableError } from '@backstage/errors';
import type { KubeObject } from '@kubemate/kube-common';
import type { WebSocket } from 'ws';
import type { ClusterConnection } from '../clusters/ClusterConnection';
import type { WireRequest, WireUpgrade } from '../clusters/ClusterTransport';
import type { WebSocketAnswer } from '../clusters/openWebSocket';
import { BodyTooLargeError, readBody } from '../clusters/readBody';
import type { Viewer } from '../KubeService';
import type { KubeWrite, WriteResult } from '../KubeWrite';
import type { ApiResponse } from '../reflector/ApiTransport';
import { apiError, networkError, writeError } from './apiError';
import { holdsSecrets, redactSecret, secretTextRedactor } from './redactSecret';
import { targetPath, type OpenApiTarget, type ResourceTarget } from './resourceTarget';
import {
  identitySources,
  kubernetesIdentity,
  serviceAccountUser,
  viewerAuthorization,
  type IdentityPrefixes,
  type IdentitySource,
  type KubernetesIdentity,
} from './viewerIdentity';
import { warningsOf } from './warningHeader';
import { writeRequest } from './writeRequest';

const REQUEST_TIMEOUT_MS = 30_000;
/** etcd takes 1.5 MiB objects; a list page of them is far below this. */
const MAX_BODY = 64 * 1024 * 1024;

/** The portal asking for itself: to fill the shared cache, and to learn its own rights. Never in place of a viewer. */
export const PORTAL = Symbol('portal');

/** A service account of the cluster itself, in whose name the portal does what something there would. */
export interface AccountCaller {
  readonly serviceAccount: { readonly namespace: string; readonly name: string };
}

export type Caller = Viewer | AccountCaller | typeof PORTAL;

/** What may be asked of a cluster on a viewer's behalf. There is no place for headers in it. */
export interface ViewerRequest {
  readonly method?: WireRequest['method'];
  readonly target: ResourceTarget | OpenApiTarget;
  readonly query?: Readonly<Record<string, string>>;
  /** `text` is JSON. */
  readonly body?: { readonly type: string; readonly text: string };
  readonly accept?: string;
  readonly signal?: AbortSignal;
  /** Leaves the time open, for followed logs. */
  readonly stream?: boolean;
  /** Changes the cluster: without an answer, nobody knows whether it did. */
  readonly write?: boolean;
}

/** A WebSocket on a viewer's behalf. */
export interface ViewerUpgrade {
  readonly target: ResourceTarget;
  readonly query: WireUpgrade['query'];
  readonly protocols: readonly string[];
  readonly signal: AbortSignal;
}

/**
 * One cluster's API as a viewer sees it.
 *
 * Upstream headers start from an empty map. A caller gives a {@link ResourceTarget} and a {@link Viewer}; identity headers are
 * made here, from the viewer's catalog identity, whatever else the caller holds.
 */
export class ClusterGateway {
  constructor(
    private readonly connection: ClusterConnection,
    private readonly prefixes: IdentityPrefixes,
  ) {}

  get cluster(): string {
    return this.connection.definition.name;
  }

  private get identity() {
    return this.connection.definition.identity;
  }

  /**
   * Tells callers with different rights apart, and nobody else: decisions are kept by it.
   * @throws NotAllowedError for a viewer that cannot act on this cluster at all
   */
  callerKey(caller: Caller): string {
    if (caller === PORTAL) return 'portal';
    if (isAccount(caller)) return serviceAccountUser(caller.serviceAccount);
    if (this.identity === 'self') return 'portal';
    if (this.identity === 'token')
      return createHash('sha256').update(viewerAuthorization(caller)).digest('base64url');
    const { user, groups } = kubernetesIdentity(caller, this.prefixes);
    return JSON.stringify([user, groups]);
  }

  /** Who a caller is to RBAC, where that is known without asking the server. */
  knownIdentity(caller: Caller): KubernetesIdentity | undefined {
    if (caller === PORTAL || isAccount(caller) || this.identity !== 'impersonate') return undefined;
    const { user, groups } = kubernetesIdentity(caller, this.prefixes);
    return { user, groups: [...groups, 'system:authenticated'] };
  }

  /** Which catalog entities a viewer's names on the cluster are made of; none where the names come from elsewhere. */
  identitySources(viewer: Viewer): readonly IdentitySource[] {
    return this.identity === 'impersonate' ? identitySources(viewer, this.prefixes) : [];
  }

  /**
   * One object as the caller; the values of a Secret are replaced by their sizes.
   * @throws NotFoundError, NotAllowedError, ServiceUnavailableError in the API server's words
   */
  async get(
    target: ResourceTarget & { readonly name: string },
    caller: Caller,
  ): Promise<KubeObject> {
    const object = await this.object(target, caller);
    return holdsSecrets(target.resource) ? redactSecret(object) : object;
  }

  /**
   * A Secret with its values, as the viewer. For whoever asked to see them, and no one else: not to be cached, logged or kept.
   * @throws InputError for any other type
   */
  async revealSecret(
    target: ResourceTarget & { readonly name: string },
    viewer: Viewer | AccountCaller,
  ): Promise<KubeObject> {
    if (!holdsSecrets(target.resource)) throw new InputError('only Secrets have values to reveal');
    return this.object(target, viewer);
  }

  /**
   * One change as the viewer, sent once. A Secret in the answer has sizes for values, and no sentence quotes the values sent.
   * @throws FieldConflictError, InvalidObjectError, TooManyRequestsError, OutcomeUnknownError beside those of {@link get}
   */
  async write(write: KubeWrite, viewer: Viewer | AccountCaller): Promise<WriteResult> {
    const request = writeRequest(write);
    const secret = holdsSecrets(write.resource);
    const redact = secret
      ? secretTextRedactor(write.verb === 'patch' ? write.patch.value : bodyOf(write))
      : undefined;
    const response = await this.send(request, viewer, redact);
    const answer = await this.read(response, writeError);
    const warnings = warningsOf(response).map(text => redact?.(text) ?? text);
    const { apiVersion, kind } = typeMeta(answer);
    if ((apiVersion === 'v1' && kind === 'Status') || !isKubeObject(answer)) return { warnings };
    return { object: secret ? redactSecret(answer) : answer, warnings };
  }

  /** The first `limit` objects of a collection as the caller. */
  async list(
    target: Omit<ResourceTarget, 'name' | 'subresource'>,
    {
      viewer,
      query,
      limit,
    }: { viewer: Caller; query: Readonly<Record<string, string>>; limit: number },
  ): Promise<readonly KubeObject[]> {
    const list = await this.json({ target, query: { ...query, limit: String(limit) } }, viewer);
    const items = typeof list === 'object' && list !== null && 'items' in list ? list.items : [];
    const { apiVersion, kind } = typeMeta(list);
    const objects = (Array.isArray(items) ? items : [])
      .slice(0, limit)
      // The items of a list leave their type out.
      .map((item: unknown) => withType(item, { apiVersion, kind: kind.replace(/List$/, '') }))
      .filter(isKubeObject);
    return holdsSecrets(target.resource) ? objects.map(redactSecret) : objects;
  }

  /** The parsed JSON of a successful answer. */
  async json(request: ViewerRequest, caller: Caller): Promise<unknown> {
    return this.read(await this.send(request, caller), networkError);
  }

  /** A successful answer with its body still open. */
  async send(
    request: ViewerRequest,
    caller: Caller,
    redact?: (text: string) => string,
  ): Promise<ApiResponse> {
    const wire = wireRequest(request);
    let response: ApiResponse;
    try {
      response = await this.dispatch(wire, caller);
    } catch (error) {
      throw (request.write ? writeError : networkError)(this.cluster, error);
    }
    if (response.status >= 200 && response.status < 300) return response;
    throw await this.refusal(response, { caller, redact });
  }

  private async object(
    target: ResourceTarget & { readonly name: string },
    caller: Caller,
  ): Promise<KubeObject> {
    const object = await this.json({ target }, caller);
    if (!isKubeObject(object)) throw new NotFoundError(`${target.name} is not an object`);
    return object;
  }

  private async read(response: ApiResponse, broken: typeof networkError): Promise<unknown> {
    try {
      return JSON.parse(await readBody(response, MAX_BODY));
    } catch (error) {
      if (error instanceof SyntaxError)
        throw new ServiceUnavailableError(`cluster ${this.cluster}: the answer is not JSON`);
      if (error instanceof BodyTooLargeError)
        throw new ServiceUnavailableError(`cluster ${this.cluster}: ${error.message}`);
      throw broken(this.cluster, error);
    }
  }

  /** A WebSocket as the viewer; it is paused, and its reader resumes it. */
  async openSocket(request: ViewerUpgrade, viewer: Viewer): Promise<WebSocket> {
    const { target, ...rest } = request;
    const wire = { ...rest, path: targetPath(target), headers: {} };
    let answer: WebSocketAnswer;
    try {
      answer = await this.upgrade(wire, viewer);
    } catch (error) {
      throw networkError(this.cluster, error);
    }
    if (answer.type === 'open') return answer.socket;
    throw await this.refusal(answer.response, { caller: viewer });
  }

  private refusal(
    response: ApiResponse,
    { caller, redact }: { caller: Caller; redact?: (text: string) => string },
  ): Promise<Error> {
    return apiError(response, {
      cluster: this.cluster,
      credential:
        caller !== PORTAL && !isAccount(caller) && this.identity === 'token' ? 'viewer' : 'portal',
      redact,
    });
  }

  private dispatch(wire: WireRequest, caller: Caller): Promise<ApiResponse> {
    if (caller === PORTAL) return this.connection.sendAsPortal(wire);
    if (isAccount(caller)) {
      const user = serviceAccountUser(caller.serviceAccount);
      // The server itself adds the groups of a service account.
      const headers = { ...wire.headers, 'impersonate-user': user };
      return this.connection.sendAsPortal({ ...wire, headers });
    }
    switch (this.identity) {
      case 'self':
        return this.connection.sendAsPortal(wire);
      case 'token':
        return this.connection.sendAsBearer(wire, viewerAuthorization(caller));
      case 'impersonate':
        return this.connection.sendAsPortal(this.impersonated(wire, caller));
      default:
        throw new ServiceUnavailableError(`cluster ${this.cluster} has no identity mode`);
    }
  }

  private upgrade(wire: WireUpgrade, viewer: Viewer): Promise<WebSocketAnswer> {
    switch (this.identity) {
      case 'self':
        return this.connection.upgradeAsPortal(wire);
      case 'token':
        return this.connection.upgradeAsBearer(wire, viewerAuthorization(viewer));
      case 'impersonate':
        return this.connection.upgradeAsPortal(this.impersonated(wire, viewer));
      default:
        throw new ServiceUnavailableError(`cluster ${this.cluster} has no identity mode`);
    }
  }

  private impersonated<W extends WireRequest | WireUpgrade>(wire: W, viewer: Viewer): W {
    const { user, groups } = kubernetesIdentity(viewer, this.prefixes);
    const headers = {
      ...wire.headers,
      'impersonate-user': user,
      ...(groups.length === 0 ? {} : { 'impersonate-group': [...groups] }),
    };
    return { ...wire, headers };
  }
}

function isAccount(caller: Viewer | AccountCaller): caller is AccountCaller {
  return 'serviceAccount' in caller;
}

function wireRequest(request: ViewerRequest): WireRequest {
  const { method = 'GET', target, query = {}, body, accept, signal, stream = false } = request;
  const timeout = stream ? [] : [AbortSignal.timeout(REQUEST_TIMEOUT_MS)];
  return {
    method,
    path: targetPath(target),
    query,
    headers: {
      accept: accept ?? 'application/json',
      ...(body === undefined ? {} : { 'content-type': body.type }),
    },
    body: body?.text,
    signal: AbortSignal.any([...timeout, ...(signal ? [signal] : [])]),
    stream,
  };
}

function bodyOf(write: KubeWrite): unknown {
  return 'object' in write ? write.object : undefined;
}

function typeMeta(value: unknown): { apiVersion: string; kind: string } {
  const apiVersion = fieldText(value, 'apiVersion');
  const kind = fieldText(value, 'kind');
  return { apiVersion, kind };
}

function fieldText(value: unknown, name: string): string {
  const field: unknown =
    typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  return typeof field === 'string' ? field : '';
}

function withType(item: unknown, type: { apiVersion: string; kind: string }): unknown {
  return typeof item === 'object' && item !== null ? { ...type, ...item } : item;
}

function isKubeObject(value: unknown): value is KubeObject {
  if (typeof value !== 'object' || value === null || !('metadata' in value)) return false;
  const { metadata } = value;
  return typeof metadata === 'object' && metadata !== null;
}
