import { randomUUID } from 'node:crypto';
import type { Request } from 'express';

/** Where a request came from, for the record. */
export interface RequestSource {
  readonly address?: string;
  readonly userAgent?: string;
  /** `x-request-id` of the proxy in front, or one of our own. */
  readonly correlationId: string;
}

const REQUEST_ID = /^[\w.:-]{1,100}$/;

/** Reads it; a request without an id is given one, which all who ask later get as well. */
export function sourceOf(request: Request): RequestSource {
  const given = request.get('x-request-id');
  const correlationId = given !== undefined && REQUEST_ID.test(given) ? given : randomUUID();
  request.headers['x-request-id'] = correlationId;
  return {
    // Behind a trusted proxy it is what the client wrote into x-forwarded-for.
    address: request.ip?.slice(0, 100),
    userAgent: request.get('user-agent')?.slice(0, 300),
    correlationId,
  };
}
