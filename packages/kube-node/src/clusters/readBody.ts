import type { ApiResponse } from '../reflector/ApiTransport';

/** The answer is longer than the reader will hold. */
export class BodyTooLargeError extends Error {
  constructor(limit: number) {
    super(`the answer is larger than ${Math.round(limit / 1024 / 1024)} MiB`);
    this.name = 'BodyTooLargeError';
  }
}

/**
 * The whole body as text.
 * @throws BodyTooLargeError beyond `limit` bytes; the connection is let go
 */
export async function readBody({ body }: ApiResponse, limit: number): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body) {
    size += part.byteLength;
    if (size > limit) throw new BodyTooLargeError(limit);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** Lets a response go whose body nobody wants. */
export async function discardBody({ body }: ApiResponse): Promise<void> {
  for await (const part of body) if (part.byteLength >= 0) return;
}
