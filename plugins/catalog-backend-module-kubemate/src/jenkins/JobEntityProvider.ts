import type { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import type { EntityProvider, EntityProviderConnection } from '@backstage/plugin-catalog-node';
import type { Clock } from '@kubemate/kube-node';
import type { JobDirectory } from '@kubemate/plugin-pipelines-common';
import { INSTANCE_ANNOTATION, jobEntities, JOBS_LOCATION, type JobUse } from './jobEntities';

/** Jenkins tells nobody of new jobs. */
const AGAIN_MS = 60_000;
const RETRY_MS = 5_000;

export interface JobEntityProviderOptions {
  readonly directory: () => Promise<JobDirectory>;
  /** The components whose annotation names jobs. */
  readonly uses: () => Promise<readonly JobUse[]>;
  /** What the catalog has of this provider from before. */
  readonly before: () => Promise<readonly Entity[]>;
  readonly logger: LoggerService;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly appUrl: string | undefined;
}

interface Told {
  readonly instance: string;
  /** The entity as text; empty where it is known from before. */
  readonly text: string;
}

/** Jobs of Jenkins in the catalog, told by their differences. Those of an instance that does not answer stay. */
export class JobEntityProvider implements EntityProvider {
  readonly #options: JobEntityProviderOptions;
  readonly #told = new Map<string, Told>();
  #connection: EntityProviderConnection | undefined;
  #isRecalled = false;

  constructor(options: JobEntityProviderOptions) {
    this.#options = options;
  }

  getProviderName(): string {
    return 'kubemate-jenkins';
  }

  async connect(connection: EntityProviderConnection): Promise<void> {
    this.#connection = connection;
  }

  /** Begins once the catalog answers, and goes on until the portal ends. */
  async start(): Promise<void> {
    const { clock, logger, signal } = this.#options;
    if (signal.aborted) return;
    let pause = AGAIN_MS;
    try {
      await this.#tell();
    } catch (error) {
      pause = RETRY_MS;
      if (!signal.aborted)
        logger.info('Jobs of Jenkins are told to the catalog a little later', {
          reason: String(error),
        });
    }
    clock.after(pause, () => void this.start());
  }

  async #tell(): Promise<void> {
    if (!this.#isRecalled) {
      for (const entity of await this.#options.before())
        this.#told.set(stringifyEntityRef(entity), { instance: instanceOf(entity), text: '' });
      this.#isRecalled = true;
    }
    const { instances } = await this.#options.directory();
    if (instances.length === 0 && this.#told.size === 0) return;
    const { appUrl, uses } = this.#options;
    const read = instances.filter(({ isRead }) => isRead);
    const entities = new Map(
      jobEntities({ instances: read, uses: await uses(), appUrl }).map(entity => [
        stringifyEntityRef(entity),
        entity,
      ]),
    );
    const silent = new Set(instances.filter(({ isRead }) => !isRead).map(({ name }) => name));
    const added = [...entities].filter(
      ([ref, entity]) => this.#told.get(ref)?.text !== JSON.stringify(entity),
    );
    const removed = [...this.#told]
      .filter(([ref, { instance }]) => !entities.has(ref) && !silent.has(instance))
      .map(([ref]) => ref);
    if (added.length === 0 && removed.length === 0) return;
    const locationKey = JOBS_LOCATION;
    await this.#connection?.applyMutation({
      type: 'delta',
      added: added.map(([, entity]) => ({ entity, locationKey })),
      removed: removed.map(entityRef => ({ entityRef, locationKey })),
    });
    for (const ref of removed) this.#told.delete(ref);
    for (const [ref, entity] of added)
      this.#told.set(ref, { instance: instanceOf(entity), text: JSON.stringify(entity) });
  }
}

function instanceOf({ metadata: { annotations = {} } }: Entity): string {
  return annotations[INSTANCE_ANNOTATION] ?? '';
}
