import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { ServiceUnavailableError } from '@backstage/errors';
import { checkKey } from './checkKey';
import type { ObjectStore } from './ObjectStore';

export interface S3Options {
  readonly bucket: string;
  /** Before every key, without a slash at its end. */
  readonly prefix?: string;
  readonly region?: string;
  /** Of a server that is not AWS. */
  readonly endpoint?: string;
  /** Where absent, the SDK's own chain: environment, web identity, instance role. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** Objects of one bucket of an S3 server. Versioning and object lock are the bucket's own affair, and welcome. */
export class S3ObjectStore implements ObjectStore {
  readonly location: string;
  readonly #client: S3Client;
  readonly #bucket: string;
  readonly #prefix: string;

  constructor({ bucket, prefix = '', region = 'us-east-1', endpoint, credentials }: S3Options) {
    this.#bucket = bucket;
    this.#prefix = prefix === '' ? '' : `${prefix}/`;
    this.location = `s3://${bucket}/${prefix}`;
    this.#client = new S3Client({
      region,
      credentials,
      maxAttempts: 3,
      // Servers other than AWS know neither virtual hosts nor the SDK's trailing checksums.
      ...(endpoint === undefined
        ? {}
        : {
            endpoint,
            forcePathStyle: true,
            requestChecksumCalculation: 'WHEN_REQUIRED',
            responseChecksumValidation: 'WHEN_REQUIRED',
          }),
    });
  }

  async put(key: string, bytes: Uint8Array): Promise<void> {
    await this.#call(key, () =>
      this.#client.send(new PutObjectCommand({ ...this.#target(key), Body: bytes })),
    );
  }

  async putIfAbsent(key: string, bytes: Uint8Array): Promise<boolean> {
    const command = new PutObjectCommand({ ...this.#target(key), Body: bytes, IfNoneMatch: '*' });
    return await this.#call(key, async () => {
      try {
        await this.#client.send(command);
        return true;
      } catch (error) {
        if (statusOf(error) === 412) return false;
        throw error;
      }
    });
  }

  async get(key: string): Promise<Uint8Array | undefined> {
    return await this.#call(key, async () => {
      try {
        const { Body } = await this.#client.send(new GetObjectCommand(this.#target(key)));
        return await Body?.transformToByteArray();
      } catch (error) {
        if (statusOf(error) === 404) return undefined;
        throw error;
      }
    });
  }

  async *list(prefix: string): AsyncIterable<string> {
    let token: string | undefined;
    do {
      const command = new ListObjectsV2Command({
        Bucket: this.#bucket,
        Prefix: this.#prefix + prefix,
        ContinuationToken: token,
      });
      const page = await this.#call(prefix, () => this.#client.send(command));
      for (const { Key } of page.Contents ?? [])
        if (Key !== undefined) yield Key.slice(this.#prefix.length);
      token = page.NextContinuationToken;
    } while (token !== undefined);
  }

  async delete(key: string): Promise<void> {
    await this.#call(key, () => this.#client.send(new DeleteObjectCommand(this.#target(key))));
  }

  #target(key: string) {
    return { Bucket: this.#bucket, Key: this.#prefix + checkKey(key) };
  }

  async #call<T>(key: string, send: () => Promise<T>): Promise<T> {
    try {
      return await send();
    } catch (error) {
      throw new ServiceUnavailableError(`The object store could not reach "${key}"`, error);
    }
  }
}

function statusOf(error: unknown): number | undefined {
  return error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
}
