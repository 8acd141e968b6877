import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzip } from 'node:zlib';
import { stringify } from 'yaml';
import { ApiStatusError, type StatusBody } from '../ApiStatusError';

/** Smaller answers are sent as they are: the real server's threshold. */
const GZIP_MIN_BYTES = 128 * 1024;

export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string | Buffer;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
}

function wantsGzip(request: IncomingMessage): boolean {
  const accepted = String(request.headers['accept-encoding'] ?? '');
  return accepted.split(',').some(encoding => encoding.trim().split(';')[0] === 'gzip');
}

/** Sends a whole answer, compressed where it is large and the client takes that. */
export function send(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  if (response.headersSent || response.destroyed) return;
  const body = typeof answer.body === 'string' ? Buffer.from(answer.body) : answer.body;
  const headers: Record<string, string | readonly string[] | number> = {
    'cache-control': 'no-cache, private',
    'content-type': answer.contentType,
    ...answer.headers,
  };
  const warnings = [response.getHeader('warning') ?? [], headers.warning ?? []].flat().map(String);
  if (warnings.length > 0) headers.warning = warnings;
  const finish = (bytes: Buffer) => {
    if (response.destroyed) return;
    response.writeHead(answer.status, { ...headers, 'content-length': bytes.length });
    response.end(request.method === 'HEAD' ? undefined : bytes);
  };
  if (
    body.length < GZIP_MIN_BYTES ||
    !wantsGzip(request) ||
    headers['content-encoding'] !== undefined
  ) {
    finish(body);
    return;
  }
  gzip(body, { level: 1 }, (error, compressed) => {
    if (error !== null) {
      finish(body);
      return;
    }
    headers['content-encoding'] = 'gzip';
    headers.vary = 'Accept-Encoding';
    finish(compressed);
  });
}

export function jsonAnswer(value: unknown, status = 200): Answer {
  return {
    status,
    contentType: 'application/json',
    body: typeof value === 'string' ? value : JSON.stringify(value),
  };
}

/** An object in the negotiated format; `json` is its text. */
export function objectAnswer(
  json: string,
  options: { format: 'json' | 'yaml'; status?: number; warnings?: readonly string[] },
): Answer {
  const { format, status = 200, warnings = [] } = options;
  const headers: Record<string, readonly string[]> =
    warnings.length === 0 ? {} : { warning: warnings.map(warningHeader) };
  if (format === 'json') return { ...jsonAnswer(json, status), headers };
  const body = stringify(JSON.parse(json), { aliasDuplicateObjects: false });
  return { status, contentType: 'application/yaml', body, headers };
}

export function warningHeader(text: string): string {
  // eslint-disable-next-line no-control-regex
  const safe = text.replace(/[\u0000-\u001f\u007f]/g, ' ').replace(/[\\"]/g, '\\$&');
  return `299 - "${safe}"`;
}

export function errorAnswer(error: unknown): Answer {
  if (error instanceof ApiStatusError) {
    const retry = error.body.details?.retryAfterSeconds;
    return {
      ...jsonAnswer(error.body, error.body.code),
      headers: {
        ...(retry === undefined ? {} : { 'retry-after': String(retry) }),
        // The rest of a body that is too large is not waited for.
        ...(error.body.code === 413 ? { connection: 'close' } : {}),
      },
    };
  }
  const message = error instanceof Error ? error.message : String(error);
  const body: StatusBody = {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: `Internal error occurred: ${message}`,
    reason: 'InternalError',
    details: { causes: [{ message }] },
    code: 500,
  };
  return jsonAnswer(body, 500);
}
