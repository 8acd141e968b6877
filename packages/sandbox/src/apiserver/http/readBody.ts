import type { IncomingMessage } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { parse } from 'yaml';
import { ApiStatusError } from '../ApiStatusError';

/** The real server's limit for a resource request. */
const MAX_BODY_BYTES = 3 * 1024 * 1024;

function tooLarge(): ApiStatusError {
  return new ApiStatusError({
    code: 413,
    reason: 'RequestEntityTooLarge',
    message: `Request entity too large: limit is ${MAX_BODY_BYTES}`,
  });
}

/** The whole body. What comes beyond the limit is read and dropped, so that the client can take the refusal. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const body = await new Promise<Buffer>((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= MAX_BODY_BYTES) chunks.push(chunk);
      else reject(tooLarge());
    });
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('error', reject);
  });
  if (request.headers['content-encoding'] !== 'gzip') return body;
  return gunzipSync(body, { maxOutputLength: MAX_BODY_BYTES });
}

export function contentType(request: IncomingMessage): string {
  return (
    String(request.headers['content-type'] ?? '')
      .split(';', 1)[0]
      ?.trim()
      .toLowerCase() ?? ''
  );
}

export function unsupportedMediaType(accepted: readonly string[]): ApiStatusError {
  return new ApiStatusError({
    code: 415,
    reason: 'UnsupportedMediaType',
    message: `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`,
  });
}

const OBJECT_TYPES = [
  'application/json',
  'application/yaml',
  'application/vnd.kubernetes.protobuf',
];

/** Parses a body as JSON or YAML; what does not parse is a 400. */
export function parseText(text: string, isYaml: boolean): unknown {
  try {
    return isYaml ? parse(text, { maxAliasCount: 100 }) : JSON.parse(text);
  } catch (error) {
    throw ApiStatusError.badRequest(
      `couldn't get version/kind; json parse error: ${error instanceof Error ? error.message : error}`,
    );
  }
}

/** The object that a create or update sends. */
export async function readObject(request: IncomingMessage): Promise<unknown> {
  const type = contentType(request);
  const isYaml = type === 'application/yaml';
  if (type !== '' && type !== 'application/json' && !isYaml)
    throw unsupportedMediaType(OBJECT_TYPES);
  return parseText((await readBody(request)).toString('utf8'), isYaml);
}
