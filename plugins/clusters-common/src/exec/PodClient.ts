import { RouteClient } from '@kubemate/http-common';
import type { ClientQuery, RequestOptions } from '@kubemate/http-common';
import type { z } from 'zod';
import type { ExecStart } from './execSchemas';
import { podRoutes } from './podRoutes';
import type { DebugContainer } from './podRoutes';

type Routes = typeof podRoutes;
type Query<N extends keyof Routes> = ClientQuery<Routes[N]['query']>;
type Answer<N extends keyof Routes> = Promise<z.output<Routes[N]['response']>>;

/** Terminals, debug containers and ports of pods. */
export interface PodApi {
  getAccess(query: Query<'getPodAccess'>, options?: RequestOptions): Answer<'getPodAccess'>;
  startExec(body: ExecStart, options?: RequestOptions): Answer<'startExec'>;
  createTicket(session: string, options?: RequestOptions): Answer<'createExecTicket'>;
  addDebugContainer(body: DebugContainer, options?: RequestOptions): Answer<'addDebugContainer'>;
  listRecordings(
    query: Query<'listExecRecordings'>,
    options?: RequestOptions,
  ): Answer<'listExecRecordings'>;
  readRecording(recording: string, options?: RequestOptions): Answer<'readExecRecording'>;
  listPorts(query: Query<'listPodPorts'>, options?: RequestOptions): Answer<'listPodPorts'>;
}

export interface PodClientOptions {
  readonly fetch: typeof globalThis.fetch;
  readonly baseUrl?: string | (() => string | Promise<string>);
}

/** {@link PodApi} over `fetch`. */
export class PodClient implements PodApi {
  readonly #routes: RouteClient;

  constructor({ fetch, baseUrl = 'plugin://clusters' }: PodClientOptions) {
    this.#routes = new RouteClient({ fetch, baseUrl });
  }

  getAccess(query: Query<'getPodAccess'>, options?: RequestOptions) {
    return this.#routes.json(podRoutes.getPodAccess, { query }, options);
  }

  startExec(body: ExecStart, options?: RequestOptions) {
    return this.#routes.json(podRoutes.startExec, { body }, options);
  }

  createTicket(session: string, options?: RequestOptions) {
    return this.#routes.json(
      podRoutes.createExecTicket,
      { params: { session }, body: {} },
      options,
    );
  }

  addDebugContainer(body: DebugContainer, options?: RequestOptions) {
    return this.#routes.json(podRoutes.addDebugContainer, { body }, options);
  }

  listRecordings(query: Query<'listExecRecordings'>, options?: RequestOptions) {
    return this.#routes.json(podRoutes.listExecRecordings, { query }, options);
  }

  readRecording(recording: string, options?: RequestOptions) {
    return this.#routes.json(podRoutes.readExecRecording, { params: { recording } }, options);
  }

  listPorts(query: Query<'listPodPorts'>, options?: RequestOptions) {
    return this.#routes.json(podRoutes.listPodPorts, { query }, options);
  }
}
