import { ConflictError, NotFoundError } from '@backstage/errors';
import { ownerNameSchema, repositoryNameSchema } from '@kubemate/plugin-repositories-common';
import type { RepositoryPlace } from '@kubemate/plugin-repositories-common';
import { randomUUID } from 'node:crypto';
import { lstat, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runGit } from './Git';

/** Longer than git takes for an empty repository, and the system for removing one. */
const ABANDONED_MS = 3_600_000;

/** The folder of bare repositories: `<owner>/<name>.git`. */
export class BareRepositories {
  constructor(
    private readonly options: { readonly folder: string; readonly maxPushBytes: number },
  ) {}

  /** The most bytes that one push may bring. */
  get maxPushBytes(): number {
    return this.options.maxPushBytes;
  }

  /** For copies of what other hosts keep: no name of an owner begins so. */
  get mirrors(): string {
    return path.join(this.options.folder, '.mirrors');
  }

  /** @throws NotFoundError where there is no such repository, or something else in its place */
  async open(place: RepositoryPlace): Promise<string> {
    const folder = this.#folderOf(place);
    // A link would lead out of the folder of repositories.
    const found = await lstat(folder).catch(() => undefined);
    const owner = await lstat(path.dirname(folder)).catch(() => undefined);
    if (!found?.isDirectory() || !owner?.isDirectory())
      throw new NotFoundError(`There is no repository ${place.owner}/${place.name}`);
    return folder;
  }

  /**
   * Makes an empty one, at once or not at all.
   * @throws ConflictError where there is one of that name
   */
  async create(place: RepositoryPlace, options: { defaultBranch: string }): Promise<void> {
    const folder = this.#folderOf(place);
    await this.#sweep();
    const making = path.join(this.#making, randomUUID());
    await mkdir(making, { recursive: true });
    await mkdir(path.dirname(folder), { recursive: true });
    try {
      await runGit([
        ...['init', '--quiet', '--bare', '--template=', '--object-format=sha1'],
        ...[`--initial-branch=${options.defaultBranch}`, making],
      ]);
      await writeFile(path.join(making, 'config'), this.#settings(), { flag: 'a' });
      await rename(making, folder);
    } catch (error) {
      await rm(making, { recursive: true, force: true });
      const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
      if (code === 'ENOTEMPTY' || code === 'EEXIST')
        throw new ConflictError(`There is a repository ${place.owner}/${place.name} already`);
      throw error;
    }
  }

  /** Nothing happens where there is none. */
  async remove(place: RepositoryPlace): Promise<void> {
    const folder = this.#folderOf(place);
    const leaving = path.join(this.#making, randomUUID());
    await mkdir(this.#making, { recursive: true });
    // Out of the way at once: a removal that is cut off leaves no half repository.
    const moved = await rename(folder, leaving).then(
      () => true,
      () => false,
    );
    if (moved) await rm(leaving, { recursive: true, force: true });
  }

  get #making(): string {
    return path.join(this.options.folder, '.making');
  }

  /** Takes away what processes that have died were making or taking away. */
  async #sweep(): Promise<void> {
    const names = await readdir(this.#making).catch(() => []);
    for (const name of names) {
      const left = path.join(this.#making, name);
      const found = await lstat(left).catch(() => undefined);
      if (found && found.mtimeMs < Date.now() - ABANDONED_MS)
        await rm(left, { recursive: true, force: true });
    }
  }

  #settings(): string {
    return [
      ...['[receive]', 'fsckObjects = true', 'denyNonFastForwards = false', 'autogc = true'],
      ...[`maxInputSize = ${this.options.maxPushBytes}`, 'denyDeleteCurrent = true'],
      ...['[transfer]', 'hideRefs = refs/kubemate', '[core]', 'logAllRefUpdates = false', ''],
    ].join('\n');
  }

  /** Names were checked where they came in; here they are again, because a path is made of them. */
  #folderOf({ owner, name }: RepositoryPlace): string {
    if (!ownerNameSchema.safeParse(owner).success || !repositoryNameSchema.safeParse(name).success)
      throw new NotFoundError('There is no such repository');
    return path.join(this.options.folder, owner, `${name}.git`);
  }
}
