import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ResourceType } from '../ResourceType';
import type { RequestUser } from '../writes/WriteRequest';
import type { ResourceRequest } from './requestInfo';

/** A request after authentication and routing. */
export interface ApiRequest {
  readonly info: ResourceRequest;
  readonly type: ResourceType;
  readonly user: RequestUser;
  readonly url: URL;
  readonly query: URLSearchParams;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Aborted when the client goes away or the server closes. */
  readonly signal: AbortSignal;
}
