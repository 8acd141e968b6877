import { RouteClient } from '@kubemate/http-common';
import type { ClientQuery, RequestOptions } from '@kubemate/http-common';
import { OperationsClient } from '@kubemate/operations-common';
import type { z } from 'zod';
import { clustersOperations } from '../operations/clustersOperations';
import { execStartedSchema } from './execSchemas';
import type { ExecStart } from './execSchemas';
import { podRoutes } from './podRoutes';

type Routes = typeof podRoutes;
type Query<N extends keyof Routes> = ClientQuery<Routes[N]['query']>;
type Answer<N extends keyof Routes> = Promise<z.output<Routes[N]['response']>>;

/** Terminals and ports of pods. */
export interface PodApi {
  getAccess(query: Query<'getPodAccess'>, options?: RequestOptions): Answer<'getPodAccess'>;
  startExec(body: ExecStart, options?: RequestOptions): Promise<z.output<typeof execStartedSchema>>;
  createTicket(session: string, options?: RequestOptions): Answer<'createExecTicket'>;
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
  readonly #operations: OperationsClient;

  constructor({ fetch, baseUrl = 'plugin://clusters' }: PodClientOptions) {
    this.#routes = new RouteClient({ fetch, baseUrl });
    const baseUrlOf = () => (typeof baseUrl === 'string' ? baseUrl : baseUrl());
    this.#operations = new OperationsClient({ fetch, baseUrlOf });
  }

  getAccess(query: Query<'getPodAccess'>, options?: RequestOptions) {
    return this.#routes.json(podRoutes.getPodAccess, { query }, options);
  }

  async startExec(body: ExecStart, options?: RequestOptions) {
    const { openTerminal } = clustersOperations;
    return execStartedSchema.parse(
      (await this.#operations.run(openTerminal, body, options)).output,
    );
  }

  createTicket(session: string, options?: RequestOptions) {
    return this.#routes.json(
      podRoutes.createExecTicket,
      { params: { session }, body: {} },
      options,
    );
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
