import type { AuthService, DiscoveryService } from '@backstage/backend-plugin-api';
import { ResponseError } from '@backstage/errors';
import { RouteClient } from '@kubemate/http-common';
import { CLUSTER_TOKEN_HEADER } from '@kubemate/kube-common';
import { receiptRoutes } from '@kubemate/operations-common';
import type { OperationPlan, OperationReceipt } from '@kubemate/operations-common';
import type { OperationContext } from '@kubemate/operations-node';
import { dryRunTemplate } from '@kubemate/templates-node';
import type { DryRun, DryRunOptions } from '@kubemate/templates-node';
import { z } from 'zod';

const TIMEOUT_MS = 30_000;

export interface AsPersonOptions {
  readonly auth: AuthService;
  readonly discovery: DiscoveryService;
  readonly fetch: typeof globalThis.fetch;
}

/** Who asks, and until when. */
export type Asking = Pick<OperationContext, 'credentials' | 'viewer' | 'signal'>;

export interface OperationRequest {
  /** `clusters.delete-object` */
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** Other plugins of the portal, asked on behalf of a person: with their permissions, and their token on clusters that take it. */
export class AsPerson {
  readonly #options: AsPersonOptions;
  readonly #asking: Asking;

  constructor(options: AsPersonOptions, asking: Asking) {
    this.#options = options;
    this.#asking = asking;
  }

  /** What a plugin’s operations have done for a task, oldest first. */
  async effects(plugin: string, task: string) {
    const { items } = await this.#client(plugin).json(receiptRoutes.taskEffects, {
      params: { task },
    });
    return items;
  }

  async plan({ operation, input }: OperationRequest): Promise<OperationPlan> {
    const { client, route } = this.#operation(operation);
    const query = { plan: 'true' as const };
    return (await client.json(route, { query, body: input })) as OperationPlan;
  }

  async run(
    { operation, input }: OperationRequest,
    options: { key: string; basis?: string; confirm?: string },
  ): Promise<OperationReceipt> {
    const { client, route } = this.#operation(operation);
    const { key, ...query } = options;
    const headers = { 'idempotency-key': key };
    return (await client.json(route, { query, headers, body: input })) as OperationReceipt;
  }

  undo(receipt: { id: string; operation: string }): Promise<OperationReceipt> {
    const client = this.#client(pluginOf(receipt.operation));
    return client.json(receiptRoutes.undo, { params: { id: receipt.id } });
  }

  /** @throws ResponseError with the error of the plugin */
  async get<S extends z.ZodType>(plugin: string, path: string, schema: S): Promise<z.output<S>> {
    const base = await this.#options.discovery.getBaseUrl(plugin);
    const response = await this.#fetch(plugin)(`${base}${path}`);
    if (!response.ok) throw await ResponseError.fromResponse(response);
    return schema.parse(await response.json());
  }

  /** @throws InputError, NotAllowedError as {@link dryRunTemplate} */
  async dryRun(options: DryRunOptions): Promise<DryRun> {
    const { auth, discovery, fetch } = this.#options;
    const { credentials, signal } = this.#asking;
    const target = { onBehalfOf: credentials, targetPluginId: 'scaffolder' };
    const { token } = await auth.getPluginRequestToken(target);
    const baseUrl = await discovery.getBaseUrl('scaffolder');
    return dryRunTemplate(options, { baseUrl, token, fetch, signal });
  }

  /** The operation’s own plugin parses the input. */
  #operation(operation: string) {
    const plugin = pluginOf(operation);
    const route = {
      method: 'POST',
      path: `/operations/${operation.slice(plugin.length + 1)}`,
      summary: operation,
      query: z.object({
        plan: z.literal('true').optional(),
        basis: z.string().optional(),
        confirm: z.string().optional(),
      }),
      headers: z.object({ 'idempotency-key': z.string() }),
      body: z.record(z.string(), z.unknown()),
      response: z.unknown(),
    } as const;
    return { client: this.#client(plugin), route };
  }

  #client(plugin: string): RouteClient {
    const baseUrl = () => this.#options.discovery.getBaseUrl(plugin);
    return new RouteClient({ fetch: this.#fetch(plugin), baseUrl });
  }

  #fetch(plugin: string): typeof globalThis.fetch {
    const { auth, fetch } = this.#options;
    const { credentials, viewer, signal } = this.#asking;
    return async (url, init) => {
      const { token } = await auth.getPluginRequestToken({
        onBehalfOf: credentials,
        targetPluginId: plugin,
      });
      const headers = new Headers(init?.headers);
      headers.set('authorization', `Bearer ${token}`);
      if (viewer.token !== undefined) headers.set(CLUSTER_TOKEN_HEADER, viewer.token);
      const ends = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
      return fetch(url, { ...init, headers, signal: ends });
    };
  }
}

function pluginOf(operation: string): string {
  return operation.slice(0, operation.indexOf('.'));
}
