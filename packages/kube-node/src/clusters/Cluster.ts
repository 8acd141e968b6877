import type { LoggerService } from '@backstage/backend-plugin-api';
import { ServiceUnavailableError } from '@backstage/errors';
import { projectorFor, type Projector, type ResourceKind } from '@kubemate/kube-common';
import { ClusterAccess } from '../access/ClusterAccess';
import { RbacWatch } from '../access/RbacWatch';
import type { ApiCatalog } from '../discovery/ApiCatalog';
import { CrdWatch } from '../discovery/CrdWatch';
import { OpenApiDocuments } from '../discovery/OpenApiDocuments';
import { networkError } from '../gateway/apiError';
import { ClusterGateway } from '../gateway/ClusterGateway';
import type { IdentityPrefixes } from '../gateway/viewerIdentity';
import type { Clock } from '../reflector/Clock';
import type { NamespaceIds } from '../rows/NamespaceSet';
import { ClusterConnection } from './ClusterConnection';
import type { ClusterDefinition } from './ClusterDefinition';
import { ClusterMonitor } from './ClusterMonitor';

const CATALOG_AGE_MS = 2_000;

export interface ClusterOptions {
  readonly logger: LoggerService;
  readonly clock: Clock;
  readonly random: () => number;
  readonly ids: NamespaceIds;
  readonly prefixes: IdentityPrefixes;
}

/** One cluster with everything the portal has on it. Its watches on RBAC and CRDs begin when somebody first looks at it. */
export class Cluster {
  readonly connection: ClusterConnection;
  readonly monitor: ClusterMonitor;
  readonly gateway: ClusterGateway;
  readonly openApi: OpenApiDocuments;
  private watches: { access: ClusterAccess; rbac: RbacWatch; crds: CrdWatch } | undefined;
  private readonly accessListeners = new Set<() => void>();
  private readonly closing = new AbortController();

  constructor(
    readonly definition: ClusterDefinition,
    private readonly options: ClusterOptions,
  ) {
    this.connection = new ClusterConnection(definition);
    this.gateway = new ClusterGateway(this.connection, options.prefixes);
    this.openApi = new OpenApiDocuments(this.gateway);
    this.monitor = new ClusterMonitor({ ...options, connection: this.connection });
  }

  get name(): string {
    return this.definition.name;
  }

  /** Aborts when the cluster is removed, or its definition replaced. */
  get signal(): AbortSignal {
    return this.closing.signal;
  }

  /** @throws ServiceUnavailableError where the cluster was removed or replaced */
  assertOpen(): void {
    if (this.closing.signal.aborted)
      throw new ServiceUnavailableError(`cluster ${this.name} was removed or changed just now`);
  }

  get access(): ClusterAccess {
    return this.watched().access;
  }

  /** Calls back when rights may have changed, until the returned function is called. */
  onAccessChange(listener: () => void): () => void {
    this.accessListeners.add(listener);
    return () => this.accessListeners.delete(listener);
  }

  /**
   * What the cluster serves: at once where it is known.
   * @throws ServiceUnavailableError
   */
  async ensureCatalog(): Promise<ApiCatalog> {
    try {
      return await this.monitor.ensureCatalog();
    } catch (error) {
      throw networkError(this.name, error);
    }
  }

  /**
   * What the cluster serves now, for whoever misses something in {@link ensureCatalog}. Asked again only after a while: unknown
   * names in requests are no reason to keep the API server busy.
   * @throws ServiceUnavailableError
   */
  async newerCatalog(): Promise<ApiCatalog> {
    try {
      return await this.monitor.newerCatalog(CATALOG_AGE_MS);
    } catch (error) {
      throw networkError(this.name, error);
    }
  }

  /** How objects of a kind become rows on this cluster. */
  async projectorOf(kind: ResourceKind): Promise<Projector> {
    if (!kind.custom) return projectorFor(kind);
    return projectorFor(kind, await this.watched().crds.printerColumns(kind));
  }

  async close(): Promise<void> {
    this.closing.abort();
    this.monitor.close();
    await Promise.all([this.watches?.rbac.close(), this.watches?.crds.close()]);
    await this.connection.close();
  }

  private watched() {
    this.assertOpen();
    if (this.watches) return this.watches;
    const { clock, random, ids } = this.options;
    const follow = { cluster: this.name, transport: this.connection, clock, random };
    const rbac = new RbacWatch(follow);
    const { gateway } = this;
    const { namespaces } = this.definition;
    const access = new ClusterAccess({ gateway, rbac, ids, clock, namespaces });
    // After the access's own listener, so that whoever hears of it decides anew.
    rbac.onChange(() => {
      for (const listener of this.accessListeners) listener();
    });
    const crds = new CrdWatch({
      ...follow,
      onChange: () => void this.monitor.rediscover().catch(() => {}),
    });
    this.watches = { access, rbac, crds };
    return this.watches;
  }
}
