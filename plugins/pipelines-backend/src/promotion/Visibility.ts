import { isError } from '@backstage/errors';
import type { KubeService } from '@kubemate/kube-node';
import type { WorkloadRef } from '@kubemate/plugin-pipelines-common';
import type { Components } from './environments/Components';
import { WORKLOADS } from './environments/workloads';
import type { Asker } from './Promotions';

/**
 * What one caller may see of what is remembered: of components that they see in the catalog, on clusters where they may now look at the workload. A
 * cluster that cannot be asked shows nothing.
 */
export class Visibility {
  readonly #kube: KubeService;
  readonly #components: Components;
  readonly #asker: Asker;
  readonly #places = new Map<string, Promise<boolean>>();
  #refs: Promise<ReadonlySet<string>> | undefined;

  constructor(options: { kube: KubeService; components: Components; asker: Asker }) {
    this.#kube = options.kube;
    this.#components = options.components;
    this.#asker = options.asker;
  }

  async component(ref: string): Promise<boolean> {
    this.#refs ??= this.#components
      .list(this.#asker.credentials)
      .then(components => new Set(components.map(component => component.ref)));
    return (await this.#refs).has(ref);
  }

  workload({ cluster, namespace, kind }: WorkloadRef): Promise<boolean> {
    const key = `${cluster} ${namespace} ${kind}`;
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    const asked = this.#ask({ cluster, namespace, kind });
    this.#places.set(key, asked);
    return asked;
  }

  /** Those that the caller may see, in the order given. */
  async only<T extends { readonly component: string; readonly workload: WorkloadRef }>(
    items: readonly T[],
  ): Promise<T[]> {
    const seen = await Promise.all(
      items.map(
        async item =>
          (await this.component(item.component)) && (await this.workload(item.workload)),
      ),
    );
    return items.filter((_, index) => seen[index]);
  }

  async #ask({ cluster, namespace, kind }: Pick<WorkloadRef, 'cluster' | 'namespace' | 'kind'>) {
    const access = { cluster, namespace, verb: 'get', resource: WORKLOADS[kind] };
    try {
      return await this.#kube.may(access, this.#asker.viewer);
    } catch (error) {
      if (!isError(error)) throw error;
      return false;
    }
  }
}
