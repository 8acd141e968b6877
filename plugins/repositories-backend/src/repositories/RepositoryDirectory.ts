import { createServiceFactory, createServiceRef } from '@backstage/backend-plugin-api';
import { ServiceUnavailableError } from '@backstage/errors';
import type { RepositoryPlace } from '@kubemate/plugin-repositories-common';
import type { RepositoryStore, StoredRepository } from '../store/RepositoryStore';

type Known = Pick<RepositoryStore, 'list' | 'get'>;

const MAX_WAIT_MS = 30_000;

/** Which repositories there are, for parts of the portal that ask as nobody in particular: the internal ones, and never a private one. */
export class RepositoryDirectory {
  #opened: (store: Known) => void = () => {};
  readonly #known = new Promise<Known>(resolve => {
    this.#opened = resolve;
  });

  /** Said once by the git server, when it knows its repositories. */
  open(store: Known): void {
    this.#opened(store);
  }

  /** @throws ServiceUnavailableError where the git server does not come up */
  async list(): Promise<StoredRepository[]> {
    const store = await this.#store();
    return (await store.list()).filter(isInternal);
  }

  /**
   * Undefined where there is none, or it is private.
   * @throws ServiceUnavailableError where the git server does not come up
   */
  async get(place: RepositoryPlace): Promise<StoredRepository | undefined> {
    const store = await this.#store();
    const found = await store.get(place);
    return found && isInternal(found) ? found : undefined;
  }

  async #store(): Promise<Known> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(new ServiceUnavailableError('The git server has not started yet')),
        MAX_WAIT_MS,
      );
    });
    return Promise.race([this.#known, late]).finally(() => clearTimeout(timer));
  }
}

function isInternal({ visibility }: StoredRepository): boolean {
  return visibility === 'internal';
}

/** One for the whole portal: the git server fills it, the catalog reads it. */
export const repositoryDirectoryRef = createServiceRef<RepositoryDirectory>({
  id: 'kubemate.repository-directory',
  scope: 'root',
  defaultFactory: async service =>
    createServiceFactory({ service, deps: {}, factory: () => new RepositoryDirectory() }),
});
