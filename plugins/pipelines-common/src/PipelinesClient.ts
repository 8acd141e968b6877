import { RouteClient } from '@kubemate/http-common';
import type { ClientQuery, RequestOptions } from '@kubemate/http-common';
import type { ImageLook, ImageRegistryList } from './images/imageSchemas';
import type { JobDirectory } from './jobDirectorySchema';
import { pipelinesMachineRoutes, pipelinesRoutes } from './routes';
import type * as types from './types';

type Routes = typeof pipelinesRoutes;
type Query<N extends keyof Routes> = ClientQuery<Routes[N]['query']>;

export type RunsRequest = Query<'listRuns'>;
export type WaitingRequest = Query<'listWaiting'>;
export type TriggersRequest = Query<'listTriggers'>;
export type RunLogsRequest = Query<'streamRunLogs'>;
export type DefinitionsRequest = Query<'listDefinitions'>;
export interface DefinitionRef {
  readonly place: string;
  readonly folder: string;
  readonly name: string;
}

/**
 * Everything `/api/pipelines` answers beside its operations, typed.
 *
 * Streams are opened when iterated, do not reconnect, and end when the server closes them in good order.
 *
 * @throws ResponseError with the server's error as its cause
 */
export interface PipelinesApi {
  listRuns(query?: RunsRequest, options?: RequestOptions): Promise<types.RunPage>;
  watchRuns(query?: RunsRequest, options?: RequestOptions): AsyncIterable<types.RunEvent>;
  listWaiting(query?: WaitingRequest, options?: RequestOptions): Promise<types.WaitingList>;
  getRun(ref: types.RunRef, options?: RequestOptions): Promise<types.RunDetail>;
  watchRun(ref: types.RunRef, options?: RequestOptions): AsyncIterable<types.RunDetailEvent>;
  streamRunLogs(
    ref: types.RunRef,
    query: RunLogsRequest,
    options?: RequestOptions,
  ): AsyncIterable<types.RunLogEvent>;
  listDefinitions(
    query?: DefinitionsRequest,
    options?: RequestOptions,
  ): Promise<types.DefinitionList>;
  listTriggers(query?: TriggersRequest, options?: RequestOptions): Promise<types.EventListenerList>;
  getDefinition(
    ref: DefinitionRef,
    query?: Query<'getDefinition'>,
    options?: RequestOptions,
  ): Promise<types.DefinitionDetail>;
  getOutcomes(
    ref: DefinitionRef,
    query?: Query<'getOutcomes'>,
    options?: RequestOptions,
  ): Promise<types.TaskOutcomes>;
  listPresets(ref: DefinitionRef, options?: RequestOptions): Promise<types.RunPresetList>;
  listImages(options?: RequestOptions): Promise<ImageRegistryList>;
  lookAtImage(image: string, options?: RequestOptions): Promise<ImageLook>;
}

/** {@link PipelinesApi} over `fetch`, in the browser and in other backends. */
export class PipelinesClient implements PipelinesApi {
  readonly #routes: RouteClient;

  constructor(options: {
    fetch: typeof globalThis.fetch;
    /** Where `/api/pipelines` is; where absent the browser's `fetchApi` finds it by `plugin://pipelines`. */
    baseUrl?: string | (() => string | Promise<string>);
  }) {
    const { fetch, baseUrl = 'plugin://pipelines' } = options;
    this.#routes = new RouteClient({ fetch, baseUrl });
  }

  listRuns(query: RunsRequest = {}, options?: RequestOptions) {
    return this.#routes.json(pipelinesRoutes.listRuns, { query }, options);
  }

  watchRuns(query: RunsRequest = {}, options?: RequestOptions) {
    return this.#routes.stream(pipelinesRoutes.watchRuns, { query }, options);
  }

  listWaiting(query: WaitingRequest = {}, options?: RequestOptions) {
    return this.#routes.json(pipelinesRoutes.listWaiting, { query }, options);
  }

  getRun(params: types.RunRef, options?: RequestOptions) {
    return this.#routes.json(pipelinesRoutes.getRun, { params }, options);
  }

  watchRun(params: types.RunRef, options?: RequestOptions) {
    return this.#routes.stream(pipelinesRoutes.watchRun, { params }, options);
  }

  streamRunLogs(params: types.RunRef, query: RunLogsRequest, options?: RequestOptions) {
    return this.#routes.stream(pipelinesRoutes.streamRunLogs, { params, query }, options);
  }

  listDefinitions(query: DefinitionsRequest = {}, options?: RequestOptions) {
    return this.#routes.json(pipelinesRoutes.listDefinitions, { query }, options);
  }

  listTriggers(query: TriggersRequest = {}, options?: RequestOptions) {
    return this.#routes.json(pipelinesRoutes.listTriggers, { query }, options);
  }

  getDefinition(
    params: DefinitionRef,
    query: Query<'getDefinition'> = {},
    options?: RequestOptions,
  ) {
    return this.#routes.json(pipelinesRoutes.getDefinition, { params, query }, options);
  }

  getOutcomes(params: DefinitionRef, query: Query<'getOutcomes'> = {}, options?: RequestOptions) {
    return this.#routes.json(pipelinesRoutes.getOutcomes, { params, query }, options);
  }

  /** For other backends. */
  getJobDirectory(options?: RequestOptions): Promise<JobDirectory> {
    return this.#routes.json(pipelinesMachineRoutes.getJobDirectory, {}, options);
  }

  listImages(options?: RequestOptions) {
    return this.#routes.json(pipelinesRoutes.listImages, {}, options);
  }

  lookAtImage(image: string, options?: RequestOptions) {
    return this.#routes.json(pipelinesRoutes.lookAtImage, { query: { image } }, options);
  }

  listPresets(params: DefinitionRef, options?: RequestOptions) {
    return this.#routes.json(pipelinesRoutes.listPresets, { params }, options);
  }
}
