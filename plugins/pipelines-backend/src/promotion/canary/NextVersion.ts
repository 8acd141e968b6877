import { ConflictError, isError } from '@backstage/errors';
import type { KubeObject, ResourceId } from '@kubemate/kube-common';
import type { KubeService, Viewer } from '@kubemate/kube-node';
import { WORKLOADS } from '../environments/workloads';
import type { StoredPromotion } from '../promotions/PromotionStore';
import {
  HTTP_ROUTES,
  MADE_BY,
  nextDeployment,
  nextService,
  rulesWith,
  SERVICES,
  suffixed,
} from './nextObjects';

/**
 * What a promotion makes beside a workload, and where the requests go. Every call looks first, so that it may be repeated; nothing is taken away that
 * another promotion, or a person, has made under the same name.
 *
 * @throws ConflictError where something is there that is not its own, or somebody else writes at the same time
 */
export class NextVersion {
  readonly #promotion: StoredPromotion & {
    readonly canary: NonNullable<StoredPromotion['canary']>;
  };
  readonly #kube: KubeService;
  readonly #viewer: Viewer;

  constructor(
    promotion: StoredPromotion & { readonly canary: NonNullable<StoredPromotion['canary']> },
    { kube, viewer }: { kube: KubeService; viewer: Viewer },
  ) {
    this.#promotion = promotion;
    this.#kube = kube;
    this.#viewer = viewer;
  }

  /** Makes what is missing, and scales it. */
  async ensure(replicas: number): Promise<void> {
    const { canary, workload, after, id } = this.#promotion;
    const { next, selector, service } = canary;
    const stable = await this.#get(WORKLOADS.Deployment, workload.name);
    if (stable === undefined) throw new ConflictError(`${workload.name} is gone`);
    const options = { name: next, promotion: id, selector };
    const existing = await this.#own(WORKLOADS.Deployment);
    if (existing === undefined) {
      const { container } = workload;
      const object = nextDeployment(stable, {
        ...options,
        container,
        image: after.image,
        replicas,
      });
      await this.#create(WORKLOADS.Deployment, object);
    } else {
      await this.#patch(WORKLOADS.Deployment, next, { spec: { replicas } });
    }
    if ((await this.#own(SERVICES)) !== undefined) return;
    const front = await this.#get(SERVICES, service);
    if (front === undefined) throw new ConflictError(`Service ${service} is gone`);
    await this.#create(SERVICES, nextService(front, { ...options, owner: stable }));
  }

  /** Gives the new version its share of the requests. */
  async give(weight: number): Promise<void> {
    const { canary } = this.#promotion;
    if (canary.route !== undefined) return this.#route(weight);
    // A Service has no shares: all or nothing.
    return this.#select(weight === 100 ? suffixed(canary.selector) : canary.selector);
  }

  /** The requests go back first. */
  async remove(): Promise<void> {
    const { canary } = this.#promotion;
    if (canary.route === undefined) await this.#select(canary.selector);
    else await this.#route(undefined);
    for (const resource of [SERVICES, WORKLOADS.Deployment]) {
      const own = await this.#own(resource);
      if (own === undefined) continue;
      await this.#kube.write(
        {
          ...this.#at(resource),
          ...{ verb: 'delete', name: canary.next, propagation: 'Background' },
          preconditions: { uid: own.metadata.uid },
        },
        this.#viewer,
      );
    }
  }

  async #route(weight: number | undefined): Promise<void> {
    const { canary } = this.#promotion;
    const { route: name = '', service, next } = canary;
    const route = await this.#get(HTTP_ROUTES, name);
    if (route === undefined) {
      if (weight === undefined) return;
      throw new ConflictError(`HTTPRoute ${name} is gone`);
    }
    const rules = rulesWith(route, { service, next, weight });
    const { resourceVersion } = route.metadata;
    await this.#patch(HTTP_ROUTES, name, { metadata: { resourceVersion }, spec: { rules } });
  }

  async #select(selector: Readonly<Record<string, string>>): Promise<void> {
    const { service } = this.#promotion.canary;
    if ((await this.#get(SERVICES, service)) === undefined) return;
    await this.#patch(SERVICES, service, { spec: { selector } });
  }

  /** What this promotion has made; undefined where it has not yet. */
  async #own(resource: ResourceId): Promise<KubeObject | undefined> {
    const { canary, id } = this.#promotion;
    const found = await this.#get(resource, canary.next);
    if (found === undefined || found.metadata.annotations?.[MADE_BY] === id) return found;
    throw new ConflictError(
      `There is a ${found.kind} ${canary.next} that is not of this promotion`,
    );
  }

  async #get(resource: ResourceId, name: string): Promise<KubeObject | undefined> {
    try {
      return await this.#kube.get({ ...this.#at(resource), name }, this.#viewer);
    } catch (error) {
      if (isError(error) && error.name === 'NotFoundError') return undefined;
      throw error;
    }
  }

  async #create(resource: ResourceId, object: object): Promise<void> {
    await this.#kube.write({ ...this.#at(resource), verb: 'create', object }, this.#viewer);
  }

  async #patch(resource: ResourceId, name: string, value: object): Promise<void> {
    const patch = { type: 'merge' as const, value };
    await this.#kube.write({ ...this.#at(resource), verb: 'patch', name, patch }, this.#viewer);
  }

  #at(resource: ResourceId) {
    const { cluster, namespace } = this.#promotion.workload;
    return { cluster, resource, namespace };
  }
}
