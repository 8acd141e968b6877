import { InputError } from '@backstage/errors';
import type { Request } from 'express';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** The body of a request, unpacked, with an end to what is taken. */
export class BoundedBody {
  readonly #chunks: AsyncIterator<Buffer>;
  #read = Buffer.alloc(0);

  /** @throws InputError for an encoding that git does not use */
  constructor(request: Request, { maxBytes }: { maxBytes: number }) {
    this.#chunks = bounded(unpacked(request), maxBytes);
  }

  /** What has been read so far. */
  get head(): Buffer {
    return this.#read;
  }

  /**
   * Reads one more piece; false at the end.
   * @throws InputError where the body is too long
   */
  async more(): Promise<boolean> {
    const { done, value } = await this.#chunks.next();
    if (done) return false;
    this.#read = Buffer.concat([this.#read, value]);
    return true;
  }

  /** What has been read, and all that follows. */
  async *rest(): AsyncGenerator<Buffer> {
    if (this.#read.length > 0) yield this.#read;
    this.#read = Buffer.alloc(0);
    for (;;) {
      const { done, value } = await this.#chunks.next();
      if (done) return;
      yield value;
    }
  }
}

function unpacked(request: Request): Readable {
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding === 'identity') return request;
  if (encoding !== 'gzip' && encoding !== 'x-gzip')
    throw new InputError('The body must be plain or packed with gzip');
  const unpacking = createGunzip();
  request.once('error', error => unpacking.destroy(error));
  return request.pipe(unpacking);
}

async function* bounded(source: Readable, maxBytes: number): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const chunk of source) {
    size += chunk.length;
    if (size > maxBytes) throw new InputError(`More than ${maxBytes} bytes are not taken at once`);
    yield chunk;
  }
}
