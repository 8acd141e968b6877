/**
 * Named blobs: documents, reports, anchors. Keys are paths without a leading slash; see {@link checkKey}.
 *
 * @throws ServiceUnavailableError where the store does not answer or refuses
 */
export interface ObjectStore {
  /** Writes the whole object, or nothing of it. */
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** Writes only where the key is free: what is there stays as it is. False where it was taken. */
  putIfAbsent(key: string, bytes: Uint8Array): Promise<boolean>;
  /** Undefined where there is none. */
  get(key: string): Promise<Uint8Array | undefined>;
  /** Keys that begin with the prefix, in the order of their bytes. */
  list(prefix: string): AsyncIterable<string>;
  /** Does nothing where there is none. */
  delete(key: string): Promise<void>;
  /** Where the objects are, for people: `s3://bucket/prefix`. Holds no credential. */
  readonly location: string;
}
