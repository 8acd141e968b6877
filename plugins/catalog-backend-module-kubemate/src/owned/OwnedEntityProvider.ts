import type { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import type {
  DeferredEntity,
  EntityProvider,
  EntityProviderConnection,
} from '@backstage/plugin-catalog-node';
import { KUBERNETES_ANNOTATIONS } from '@kubemate/kube-common';
import type { ResourceId } from '@kubemate/kube-common';
import type { Clock, KubeService, PortalReader, PortalRows } from '@kubemate/kube-node';
import type { TenantDirectory } from '@kubemate/plugin-tenants-common';
import { FollowedRows } from './FollowedRows';
import { factOf, LOCATION, OWNER_LABELS, ownedEntities } from './ownedEntities';
import type { NamespaceFact, PipelineFact } from './ownedEntities';

/** Changes come in bursts. */
const SETTLE_MS = 1_000;
const RETRY_MS = 5_000;
/** Events of other replicas may be lost. */
const TENANTS_AGAIN_MS = 10 * 60_000;
const NAMESPACES: ResourceId = { group: '', version: 'v1', plural: 'namespaces' };
const PIPELINES: ResourceId = { group: 'tekton.dev', version: 'v1', plural: 'pipelines' };

export interface OwnedEntityProviderOptions {
  readonly kube: Pick<KubeService, 'clusters' | 'onClustersChanged'>;
  readonly reader: Pick<PortalReader, 'follow'>;
  readonly tenants: () => Promise<TenantDirectory['items']>;
  /** What the catalog has of this provider from before. */
  readonly before: () => Promise<readonly Entity[]>;
  readonly logger: LoggerService;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly appUrl: string | undefined;
}

/**
 * Tenants, namespaces and pipelines in the catalog, told by their differences: rows are followed, and the tenants plugin says when a tenant has changed. What a cluster
 * that is away had stays, from before a restart too.
 */
export class OwnedEntityProvider implements EntityProvider {
  readonly #options: OwnedEntityProviderOptions;
  readonly #namespaces = new FollowedRows<NamespaceFact>({
    keyOf: ({ namespace }) => namespace,
    factOf: ({ cluster, name, labels }) => ({
      ...{ cluster, namespace: name },
      labelledOwner: OWNER_LABELS.map(label => labels?.[label]).find(Boolean),
    }),
  });
  readonly #pipelines = new FollowedRows<PipelineFact>({
    keyOf: ({ namespace, name }) => `${namespace}/${name}`,
    factOf: ({ cluster, namespace = '', name, labels, cells: { description } }) => ({
      ...{ cluster, namespace, name },
      ...(typeof description === 'string' ? { description } : {}),
      component: labels?.[KUBERNETES_ANNOTATIONS.id],
    }),
  });
  /** What the catalog was told, as text by entity ref; empty where it is known from before. */
  readonly #told = new Map<string, string>();
  #connection: EntityProviderConnection | undefined;
  #tenants: TenantDirectory['items'] | undefined;
  #isScheduled = false;
  #working: Promise<void> = Promise.resolve();
  #areTenantsDue = true;

  constructor(options: OwnedEntityProviderOptions) {
    this.#options = options;
  }

  getProviderName(): string {
    return 'kubemate-owned';
  }

  async connect(connection: EntityProviderConnection): Promise<void> {
    this.#connection = connection;
  }

  /** Begins once the catalog answers. */
  async start(): Promise<void> {
    const { kube, signal } = this.#options;
    if (!(await this.#until(() => this.#recall()))) return;
    kube.onClustersChanged(() => this.#schedule(), { signal });
    void this.#follow(NAMESPACES, this.#namespaces);
    void this.#follow(PIPELINES, this.#pipelines);
    this.tenantsChanged();
    this.#askAgain();
  }

  /** Tenants are asked for anew. */
  tenantsChanged(): void {
    this.#areTenantsDue = true;
    this.#schedule();
  }

  #askAgain(): void {
    const { clock, signal } = this.#options;
    clock.after(TENANTS_AGAIN_MS, () => {
      if (signal.aborted) return;
      this.tenantsChanged();
      this.#askAgain();
    });
  }

  async #recall(): Promise<void> {
    for (const entity of await this.#options.before()) {
      this.#told.set(stringifyEntityRef(entity), '');
      const { namespace, pipeline } = factOf(entity.metadata.annotations ?? {});
      if (namespace) this.#namespaces.remember(namespace);
      const { description } = entity.metadata;
      if (pipeline) this.#pipelines.remember({ ...pipeline, description });
    }
  }

  async #follow(
    resource: ResourceId,
    known: Pick<FollowedRows<NamespaceFact>, 'see'>,
  ): Promise<void> {
    const { reader, signal } = this.#options;
    const see = (parts: readonly PortalRows[]) => {
      known.see(parts, this.#clusters());
      this.#schedule();
    };
    await this.#until(async () => {
      for await (const parts of reader.follow(resource, { signal })) see(parts);
    });
  }

  #schedule(): void {
    const { clock, signal } = this.#options;
    if (this.#isScheduled || signal.aborted) return;
    this.#isScheduled = true;
    clock.after(SETTLE_MS, () => {
      this.#isScheduled = false;
      this.#working = this.#working.then(() => this.#tell());
    });
  }

  /** Never rejects: what could not be told is told with the next try. */
  async #tell(): Promise<void> {
    const { clock, logger, signal } = this.#options;
    if (signal.aborted) return;
    try {
      if (this.#areTenantsDue) {
        this.#areTenantsDue = false;
        this.#tenants = await this.#options.tenants();
      }
      await this.#apply();
    } catch (error) {
      this.#areTenantsDue = true;
      if (signal.aborted) return;
      logger.info('Tenants and namespaces are told to the catalog a little later', {
        reason: String(error),
      });
      clock.after(RETRY_MS, () => this.#schedule());
    }
  }

  async #apply(): Promise<void> {
    const { appUrl } = this.#options;
    if (this.#tenants === undefined || this.#connection === undefined) return;
    for (const known of [this.#namespaces, this.#pipelines]) known.retain(this.#clusters());
    const entities = new Map(
      ownedEntities({
        ...{ tenants: this.#tenants, appUrl },
        namespaces: this.#namespaces.facts(),
        pipelines: this.#pipelines.facts(),
      }).map(entity => [stringifyEntityRef(entity), entity]),
    );
    const added = [...entities].filter(
      ([ref, entity]) => this.#told.get(ref) !== JSON.stringify(entity),
    );
    const removed = [...this.#told.keys()].filter(ref => !entities.has(ref));
    if (added.length === 0 && removed.length === 0) return;
    await this.#connection.applyMutation({
      type: 'delta',
      added: added.map(([, entity]): DeferredEntity => ({ entity, locationKey: LOCATION })),
      removed: removed.map(entityRef => ({ entityRef, locationKey: LOCATION })),
    });
    for (const ref of removed) this.#told.delete(ref);
    for (const [ref, entity] of added) this.#told.set(ref, JSON.stringify(entity));
  }

  #clusters(): string[] {
    return this.#options.kube.clusters().map(({ name }) => name);
  }

  /** Tries until it succeeds. @returns false where the portal ended before */
  async #until(attempt: () => Promise<void>): Promise<boolean> {
    const { clock, signal } = this.#options;
    while (!signal.aborted) {
      try {
        await attempt();
        return !signal.aborted;
      } catch {
        await new Promise<void>(resolve => {
          clock.after(RETRY_MS, resolve);
          signal.addEventListener('abort', () => resolve(), { once: true });
        });
      }
    }
    return false;
  }
}
