import type { ApiRequest, ApiResponse, ApiTransport } from '../reflector/ApiTransport';
import type { ClusterDefinition } from './ClusterDefinition';
import { ClusterTransport, type WireRequest, type WireUpgrade } from './ClusterTransport';
import type { WebSocketAnswer } from './openWebSocket';
import { discardBody } from './readBody';

/**
 * Requests to one cluster with the portal's own credential, or with none of it.
 *
 * Both doors take a complete request and no more: nothing of a caller's HTTP request can come this far.
 */
export class ClusterConnection implements ApiTransport {
  private readonly transport: ClusterTransport;

  constructor(readonly definition: ClusterDefinition) {
    this.transport = new ClusterTransport(definition);
  }

  /** A GET with the portal's own rights: what reflectors, discovery and health checks use. */
  request({ path, query, accept = 'application/json', signal }: ApiRequest): Promise<ApiResponse> {
    const stream = query.watch === 'true' || query.watch === '1';
    return this.sendAsPortal({ method: 'GET', path, query, headers: { accept }, signal, stream });
  }

  /** Adds the portal's credential. A refused one is renewed once: tokens expire, exec plugins are asked again. */
  async sendAsPortal(request: WireRequest): Promise<ApiResponse> {
    const response = await this.sendWith(request, false);
    if (response.status !== 401) return response;
    await discardBody(response);
    return this.sendWith(request, true);
  }

  /** Adds a viewer's own bearer token, and nothing of the portal's: not even its client certificate. */
  sendAsBearer(request: WireRequest, authorization: string): Promise<ApiResponse> {
    this.anonymous ??= new ClusterTransport(this.definition);
    return this.anonymous.send({ ...request, headers: { ...request.headers, authorization } });
  }

  /** A WebSocket with the portal's credential; a refused one is renewed once. */
  async upgradeAsPortal(request: WireUpgrade): Promise<WebSocketAnswer> {
    const answer = await this.upgradeWith(request, false);
    if (answer.type === 'open' || answer.response.status !== 401) return answer;
    await discardBody(answer.response);
    return this.upgradeWith(request, true);
  }

  /** A WebSocket with a viewer's own bearer token alone. */
  upgradeAsBearer(request: WireUpgrade, authorization: string): Promise<WebSocketAnswer> {
    this.anonymous ??= new ClusterTransport(this.definition);
    return this.anonymous.upgrade({ ...request, headers: { ...request.headers, authorization } });
  }

  async close(): Promise<void> {
    await Promise.all([this.transport.close(), this.anonymous?.close()]);
  }

  /** Sockets without a client certificate: on a TLS connection with the portal's, the server could take a bad token's request for the portal's. */
  private anonymous: ClusterTransport | undefined;

  private async sendWith(request: WireRequest, fresh: boolean): Promise<ApiResponse> {
    const material = await this.definition.credential.material({ fresh });
    this.transport.useCertificate(material);
    const { authorization } = material;
    if (authorization === undefined) return this.transport.send(request);
    return this.transport.send({ ...request, headers: { ...request.headers, authorization } });
  }

  private async upgradeWith(request: WireUpgrade, fresh: boolean): Promise<WebSocketAnswer> {
    const material = await this.definition.credential.material({ fresh });
    this.transport.useCertificate(material);
    const { authorization } = material;
    if (authorization === undefined) return this.transport.upgrade(request);
    return this.transport.upgrade({ ...request, headers: { ...request.headers, authorization } });
  }
}
