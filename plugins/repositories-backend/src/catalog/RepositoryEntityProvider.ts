import type { LoggerService } from '@backstage/backend-plugin-api';
import { locationSpecToLocationEntity } from '@backstage/plugin-catalog-node';
import type {
  DeferredEntity,
  EntityProvider,
  EntityProviderConnection,
} from '@backstage/plugin-catalog-node';
import type { EventParams, EventsService } from '@backstage/plugin-events-node';
import { repositoryUrl } from '@kubemate/plugin-repositories-common';
import type { RepositoryPlace } from '@kubemate/plugin-repositories-common';
import type { BareRepositories } from '../git/BareRepositories';
import { changedPaths, findEntry, headOf } from '../git/Snapshot';
import { PUSH_TOPIC, pushEventSchema } from '../repositories/pushEvent';
import type { PushEvent } from '../repositories/pushEvent';
import type { RepositoryDirectory } from '../repositories/RepositoryDirectory';
import type { RepositoryUrls } from '../repositories/RepositoryUrls';

export const CATALOG_FILE = 'catalog-info.yaml';
const BRANCH = 'refs/heads/';
const VIEWS = ['blob', 'raw', 'tree'] as const;
/** More changed files than that are read again in their turn. */
const MAX_CHANGED = 500;
/** Pushes that wait for the catalog; the next full look finds what more have brought. */
const MAX_WAITING = 1_000;

/**
 * Tells the catalog of every internal repository with a `catalog-info.yaml` on its default branch, as a Location at that file. A push is told at once, and what was read of the changed files is read again; everything is told anew by `refresh`.
 */
export class RepositoryEntityProvider implements EntityProvider {
  #connection: EntityProviderConnection | undefined;
  #telling: Promise<void> = Promise.resolve();
  #waiting = 0;

  constructor(
    private readonly options: {
      readonly bare: BareRepositories;
      readonly directory: Pick<RepositoryDirectory, 'get' | 'list'>;
      readonly urls: RepositoryUrls;
      readonly events: EventsService;
      readonly logger: LoggerService;
    },
  ) {}

  getProviderName(): string {
    return 'kubemate-repositories';
  }

  async connect(connection: EntityProviderConnection): Promise<void> {
    this.#connection = connection;
    await this.options.events.subscribe({
      id: this.getProviderName(),
      topics: [PUSH_TOPIC],
      onEvent: event => this.#onEvent(event),
    });
    // A push before this process may have been told to nobody, where another died over it.
    void this.refresh();
  }

  /** Looks at every repository. One after the other: a push that comes meanwhile waits. */
  refresh(): Promise<void> {
    return this.#inTurn(async connection => {
      const entities: DeferredEntity[] = [];
      for (const repository of await this.options.directory.list()) {
        const { defaultBranch: branch } = repository;
        if (await this.#hasEntities(repository, branch))
          entities.push(this.#locationOf(repository, branch));
      }
      await connection.applyMutation({ type: 'full', entities });
    });
  }

  async #onEvent({ eventPayload }: EventParams): Promise<void> {
    const { success, data } = pushEventSchema.safeParse(eventPayload);
    if (!success || !data.ref.startsWith(BRANCH)) return;
    if (this.#waiting >= MAX_WAITING) return;
    // Whoever pushes does not wait for the catalog.
    void this.#inTurn(connection => this.#tell(data, connection));
  }

  async #tell(push: PushEvent, connection: EntityProviderConnection): Promise<void> {
    const branch = push.ref.slice(BRANCH.length);
    const repository = await this.options.directory.get(push);
    if (repository && repository.defaultBranch !== branch) return;
    const location = this.#locationOf(push, branch);
    const isThere = repository !== undefined && (await this.#hasEntities(push, branch));
    await connection.applyMutation({
      type: 'delta',
      added: isThere ? [location] : [],
      removed: isThere ? [] : [location],
    });
    if (!isThere) return;
    const folder = await this.options.bare.open(push);
    const changed = await changedPaths(folder, { ...push, limit: MAX_CHANGED });
    await connection.refresh({ keys: this.#keysOf(push, branch, [CATALOG_FILE, ...changed]) });
  }

  /** One whose content cannot be read just now keeps what the catalog has of it: reading says what is wrong. */
  async #hasEntities(place: RepositoryPlace, branch: string): Promise<boolean> {
    try {
      const folder = await this.options.bare.open(place);
      const commit = await headOf(folder, branch);
      if (commit === undefined) return false;
      return (await findEntry(folder, { commit, path: CATALOG_FILE }))?.kind === 'file';
    } catch {
      return true;
    }
  }

  #locationOf(place: RepositoryPlace, ref: string): DeferredEntity {
    const target = repositoryUrl(this.options.urls.clone(place), { ref, path: CATALOG_FILE });
    const location = { type: 'url', target };
    const entity = locationSpecToLocationEntity({ location });
    // The key that the catalog gives a location of this address which somebody registers: one and the same.
    return { entity, locationKey: `url:${target}` };
  }

  /** What the catalog notes beside entities that were read from these files, however their address is written. */
  #keysOf(place: RepositoryPlace, ref: string, paths: readonly string[]): string[] {
    const cloneUrl = this.options.urls.clone(place);
    return [...new Set(paths)].flatMap(path =>
      VIEWS.map(view => `url:${repositoryUrl(cloneUrl, { view, ref, path })}`),
    );
  }

  #inTurn(work: (connection: EntityProviderConnection) => Promise<void>): Promise<void> {
    this.#waiting += 1;
    this.#telling = this.#telling.then(async () => {
      try {
        if (this.#connection) await work(this.#connection);
      } catch (error) {
        this.options.logger.warn('The catalog was not told of repositories; it is told later', {
          error: String(error),
        });
      } finally {
        this.#waiting -= 1;
      }
    });
    return this.#telling;
  }
}
