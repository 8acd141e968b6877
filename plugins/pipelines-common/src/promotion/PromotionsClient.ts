import { RouteClient } from '@kubemate/http-common';
import type { ClientQuery, RequestOptions } from '@kubemate/http-common';
import { promotionRoutes } from './promotionRoutes';
import type * as types from './promotionTypes';

type Routes = typeof promotionRoutes;
type Query<N extends keyof Routes> = ClientQuery<Routes[N]['query']>;

export type ComponentsRequest = Query<'listComponents'>;
export type PromotionsRequest = Query<'listPromotions'>;
export type ApprovalsRequest = Query<'listApprovals'>;
export type FlowRequest = Query<'getFlow'>;

/**
 * What `/api/pipelines` answers about environments. `component` is an entity ref with its kind and namespace: `component:default/cart`.
 *
 * @throws ResponseError with the server's error as its cause
 */
export interface PromotionsApi {
  listComponents(query?: ComponentsRequest, options?: RequestOptions): Promise<types.BoardList>;
  getBoard(component: string, options?: RequestOptions): Promise<types.Board>;
  compareOverlays(
    component: string,
    query: Query<'compareOverlays'>,
    options?: RequestOptions,
  ): Promise<types.OverlayComparison>;
  getEvidence(component: string, options?: RequestOptions): Promise<types.ComponentEvidence>;
  listReleases(
    component: string,
    query: Query<'listReleases'>,
    options?: RequestOptions,
  ): Promise<readonly types.Release[]>;
  compareRelease(
    component: string,
    release: string,
    options?: RequestOptions,
  ): Promise<{ differences: types.ConfigDifference[]; isPartial: boolean }>;
  listPromotions(query?: PromotionsRequest, options?: RequestOptions): Promise<types.PromotionList>;
  getPromotion(id: string, options?: RequestOptions): Promise<types.Promotion>;
  listApprovals(
    query?: ApprovalsRequest,
    options?: RequestOptions,
  ): Promise<readonly types.ApprovalRequest[]>;
  listFreezes(
    query?: Query<'listFreezes'>,
    options?: RequestOptions,
  ): Promise<readonly types.FreezeWindow[]>;
  getFlow(query?: FlowRequest, options?: RequestOptions): Promise<types.FlowMetrics>;
}

/** {@link PromotionsApi} over `fetch`, in the browser and in other backends. */
export class PromotionsClient implements PromotionsApi {
  readonly #routes: RouteClient;

  constructor(options: {
    fetch: typeof globalThis.fetch;
    /** Where `/api/pipelines` is; where absent the browser's `fetchApi` finds it by `plugin://pipelines`. */
    baseUrl?: string | (() => string | Promise<string>);
  }) {
    const { fetch, baseUrl = 'plugin://pipelines' } = options;
    this.#routes = new RouteClient({ fetch, baseUrl });
  }

  listComponents(query: ComponentsRequest = {}, options?: RequestOptions) {
    return this.#routes.json(promotionRoutes.listComponents, { query }, options);
  }

  async getBoard(component: string, options?: RequestOptions) {
    const params = paramsOf(component);
    return this.#routes.json(promotionRoutes.getBoard, { params, query: {} }, options);
  }

  async compareOverlays(
    component: string,
    query: Query<'compareOverlays'>,
    options?: RequestOptions,
  ) {
    const params = paramsOf(component);
    return this.#routes.json(promotionRoutes.compareOverlays, { params, query }, options);
  }

  async getEvidence(component: string, options?: RequestOptions) {
    const params = paramsOf(component);
    return this.#routes.json(promotionRoutes.getEvidence, { params, query: {} }, options);
  }

  async listReleases(component: string, query: Query<'listReleases'>, options?: RequestOptions) {
    const params = paramsOf(component);
    const request = { params, query };
    return (await this.#routes.json(promotionRoutes.listReleases, request, options)).items;
  }

  async compareRelease(component: string, release: string, options?: RequestOptions) {
    const params = { ...paramsOf(component), release };
    return this.#routes.json(promotionRoutes.compareRelease, { params, query: {} }, options);
  }

  listPromotions(query: PromotionsRequest = {}, options?: RequestOptions) {
    return this.#routes.json(promotionRoutes.listPromotions, { query }, options);
  }

  getPromotion(id: string, options?: RequestOptions) {
    return this.#routes.json(promotionRoutes.getPromotion, { params: { id } }, options);
  }

  async listApprovals(query: ApprovalsRequest = {}, options?: RequestOptions) {
    return (await this.#routes.json(promotionRoutes.listApprovals, { query }, options)).items;
  }

  async listFreezes(query: Query<'listFreezes'> = {}, options?: RequestOptions) {
    return (await this.#routes.json(promotionRoutes.listFreezes, { query }, options)).items;
  }

  getFlow(query: FlowRequest = {}, options?: RequestOptions) {
    return this.#routes.json(promotionRoutes.getFlow, { query }, options);
  }
}

function paramsOf(component: string) {
  const parts = /^([^:/]+):([^:/]+)\/([^:/]+)$/.exec(component);
  const [, kind, namespace, name] = parts ?? [];
  if (kind === undefined || namespace === undefined || name === undefined)
    throw new TypeError(`${component} is no entity ref with kind and namespace`);
  return { kind, namespace, name };
}
