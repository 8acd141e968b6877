import type { KubeService, PortalReader } from '@kubemate/kube-node';

/** What the portal's tenants label their namespaces with. */
const TENANT_LABEL = 'kubemate.io/tenant';
const NAMESPACES = { group: '', version: 'v1', plural: 'namespaces' };
/** A cluster with more is beyond what Kubernetes supports. */
const MAX_NAMESPACES = 50_000;

/** Whose namespaces are, by what is written at them; read with the portal's own rights. */
export class NamespaceTenants {
  readonly #reader: Pick<PortalReader, 'list'>;
  readonly #clusters: KubeService['clusters'];

  constructor(options: { reader: Pick<PortalReader, 'list'>; clusters: KubeService['clusters'] }) {
    this.#reader = options.reader;
    this.#clusters = options.clusters;
  }

  /**
   * Tenants by namespace. A cluster that is no longer in the portal has none.
   * @throws NotAllowedError, ServiceUnavailableError where it cannot be asked
   */
  async of(cluster: string): Promise<ReadonlyMap<string, string>> {
    if (!this.#clusters().some(({ name }) => name === cluster)) return new Map();
    const objects = await this.#reader.list({
      ...{ cluster, resource: NAMESPACES, labelSelector: TENANT_LABEL, limit: MAX_NAMESPACES },
    });
    return new Map(
      objects.flatMap(({ metadata: { name, labels } }) => {
        const tenant = labels?.[TENANT_LABEL];
        return tenant === undefined ? [] : [[name, tenant] as const];
      }),
    );
  }
}
