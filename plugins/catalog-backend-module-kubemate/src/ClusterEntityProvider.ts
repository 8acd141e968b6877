import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ResourceEntity } from '@backstage/catalog-model';
import type { EntityProvider, EntityProviderConnection } from '@backstage/plugin-catalog-node';
import type { Clock, KubeService } from '@kubemate/kube-node';
import { clusterEntity } from './clusterEntity';

/** Clusters change their state all the time; which there are is looked at this long after the first sign. */
const SETTLE_MS = 1_000;
const LOCATION_KEY = 'kubemate-clusters';

/** Every cluster of the portal as a Resource of type `kubernetes-cluster`: configured, from a kubeconfig, the sandbox's, and those added later. */
export class ClusterEntityProvider implements EntityProvider {
  /** What the catalog was told, as text by name. */
  private readonly told = new Map<string, string>();
  private connection: EntityProviderConnection | undefined;
  private scheduled = false;
  private telling: Promise<void> = Promise.resolve();

  constructor(
    private readonly options: {
      readonly kube: Pick<KubeService, 'clusters' | 'onClustersChanged'>;
      readonly logger: LoggerService;
      readonly clock: Clock;
      readonly signal: AbortSignal;
      /** Where people open the portal. */
      readonly appUrl: string | undefined;
    },
  ) {}

  getProviderName(): string {
    return 'kubemate-clusters';
  }

  async connect(connection: EntityProviderConnection): Promise<void> {
    this.connection = connection;
    const { kube, signal } = this.options;
    kube.onClustersChanged(() => this.schedule(), { signal });
    const entities = this.entities();
    await connection.applyMutation({ type: 'full', entities: entities.map(located) });
    for (const entity of entities) this.told.set(entity.metadata.name, JSON.stringify(entity));
    this.schedule();
  }

  private schedule(): void {
    const { clock, signal } = this.options;
    if (this.scheduled || signal.aborted) return;
    this.scheduled = true;
    clock.after(SETTLE_MS, () => {
      this.scheduled = false;
      this.telling = this.telling.then(() => this.tell());
    });
  }

  private async tell(): Promise<void> {
    const { logger, signal } = this.options;
    const entities = this.entities();
    const names = new Set(entities.map(({ metadata }) => metadata.name));
    const added = entities.filter(
      entity => this.told.get(entity.metadata.name) !== JSON.stringify(entity),
    );
    const removed = [...this.told].filter(([name]) => !names.has(name));
    if (signal.aborted || (added.length === 0 && removed.length === 0)) return;
    try {
      await this.connection?.applyMutation({
        type: 'delta',
        added: added.map(located),
        removed: removed.map(([, text]) => located(JSON.parse(text))),
      });
      for (const [name] of removed) this.told.delete(name);
      for (const entity of added) this.told.set(entity.metadata.name, JSON.stringify(entity));
    } catch (error) {
      logger.warn(
        'The catalog did not take the clusters; they are told again with the next change',
        {
          error: String(error),
        },
      );
    }
  }

  private entities(): ResourceEntity[] {
    const { kube, appUrl } = this.options;
    return kube.clusters().map(cluster => clusterEntity(cluster, appUrl));
  }
}

function located(entity: ResourceEntity) {
  return { entity, locationKey: LOCATION_KEY };
}
