import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { isError, ServiceUnavailableError } from '@backstage/errors';
import { checkKey } from './checkKey';
import type { ObjectStore } from './ObjectStore';

/** Not a name that a key's segment can have, so unfinished files are never listed. */
const UNFINISHED = '.unfinished-';

/** Objects as files of a folder; for one machine, or a shared volume with POSIX renames. */
export class FileObjectStore implements ObjectStore {
  readonly location: string;
  readonly #root: string;

  constructor(folder: string) {
    this.#root = path.resolve(folder);
    this.location = `file://${this.#root}`;
  }

  async put(key: string, bytes: Uint8Array): Promise<void> {
    await this.#write(key, bytes, async (from, to) => {
      await rename(from, to);
      return true;
    });
  }

  async putIfAbsent(key: string, bytes: Uint8Array): Promise<boolean> {
    // A link, unlike a rename, fails where the name is taken.
    return await this.#write(key, bytes, async (from, to) => {
      try {
        await link(from, to);
        return true;
      } catch (error) {
        if (codeOf(error) === 'EEXIST') return false;
        throw error;
      } finally {
        await rm(from, { force: true });
      }
    });
  }

  async get(key: string): Promise<Uint8Array | undefined> {
    const file = this.#file(key);
    try {
      return await readFile(file);
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw unavailable(key, error);
    }
  }

  async *list(prefix: string): AsyncIterable<string> {
    const keys: string[] = [];
    for (const entry of await this.#entries()) {
      const folder = path.relative(this.#root, entry.parentPath);
      const key = [...folder.split(path.sep).filter(Boolean), entry.name].join('/');
      if (entry.isFile() && !entry.name.startsWith('.') && key.startsWith(prefix)) keys.push(key);
    }
    yield* keys.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  }

  async delete(key: string): Promise<void> {
    await rm(this.#file(key), { force: true });
  }

  async #entries() {
    try {
      return await readdir(this.#root, { recursive: true, withFileTypes: true });
    } catch (error) {
      if (isMissing(error)) return [];
      throw unavailable('', error);
    }
  }

  async #write(
    key: string,
    bytes: Uint8Array,
    publish: (from: string, to: string) => Promise<boolean>,
  ): Promise<boolean> {
    const file = this.#file(key);
    const unfinished = path.join(path.dirname(file), `${UNFINISHED}${randomUUID()}`);
    try {
      await mkdir(path.dirname(file), { recursive: true });
      const handle = await open(unfinished, 'wx', 0o600);
      try {
        await handle.writeFile(bytes);
        // Before the name appears, so that a power cut leaves no empty object behind.
        await handle.sync();
      } finally {
        await handle.close();
      }
      return await publish(unfinished, file);
    } catch (error) {
      await rm(unfinished, { force: true });
      throw unavailable(key, error);
    }
  }

  #file(key: string): string {
    return path.join(this.#root, ...checkKey(key).split('/'));
  }
}

function codeOf(error: unknown): unknown {
  return isError(error) ? Reflect.get(error, 'code') : undefined;
}

function isMissing(error: unknown): boolean {
  const code = codeOf(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}

function unavailable(key: string, cause: unknown): ServiceUnavailableError {
  return new ServiceUnavailableError(`The object store could not reach "${key}"`, cause);
}
