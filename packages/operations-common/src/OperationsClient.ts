import { RouteClient } from '@kubemate/http-common';
import type { RequestOptions } from '@kubemate/http-common';
import { splitOperationName } from './OperationContract';
import type { OperationContract, OperationInput } from './OperationContract';
import { bulkRoute, operationRoute, receiptRoutes } from './routes';
import type { OperationAccess, OperationPlan, OperationReceipt } from './types';

export interface RunOptions extends RequestOptions {
  /** See {@link OperationPlan.basis}. */
  readonly basis?: string;
  readonly confirm?: string;
  readonly reason?: string;
  /** Makes a repeated request harmless; each `run` of this client has one of its own where absent. */
  readonly idempotencyKey?: string;
  /** Seconds, after which a running operation is answered as it stands: few where somebody watches. 15 where absent, and at most. */
  readonly waitSeconds?: number;
}

export interface AccessCheck {
  readonly contract: OperationContract;
  readonly input: Readonly<Record<string, unknown>>;
}

/**
 * Plans and runs operations of any plugin.
 * @throws ResponseError with the server's error as its cause
 */
export interface OperationsApi {
  /** Whether each may be run, in the order given. All of one plugin. */
  access(
    checks: readonly AccessCheck[],
    options?: RequestOptions,
  ): Promise<readonly OperationAccess[]>;
  plan<C extends OperationContract>(
    contract: C,
    input: OperationInput<C>,
    options?: RequestOptions,
  ): Promise<OperationPlan>;
  /** Resolves with the receipt when the operation has ended, or at once where it goes on in the background. */
  run<C extends OperationContract>(
    contract: C,
    input: OperationInput<C>,
    options?: RunOptions,
  ): Promise<OperationReceipt>;
  runBulk<C extends OperationContract>(
    contract: C,
    inputs: readonly OperationInput<C>[],
    options?: RunOptions,
  ): Promise<OperationReceipt>;
  /** What a plugin's operations did for the caller, or with `waiting` what waits for the caller's approval. */
  receipts(
    plugin: string,
    options?: RequestOptions & { waiting?: boolean },
  ): Promise<readonly OperationReceipt[]>;
  receipt(ref: ReceiptRef, options?: RequestOptions): Promise<OperationReceipt>;
  watch(ref: ReceiptRef, options?: RequestOptions): AsyncIterable<OperationReceipt>;
  undo(ref: ReceiptRef): Promise<OperationReceipt>;
  cancel(ref: ReceiptRef): Promise<OperationReceipt>;
  resume(ref: ReceiptRef): Promise<OperationReceipt>;
  runApproved(ref: ReceiptRef): Promise<OperationReceipt>;
  decide(
    ref: ReceiptRef,
    decision: { decision: 'approved' | 'rejected'; reason?: string },
  ): Promise<OperationReceipt>;
}

/** A receipt, or what is enough to find it. */
export type ReceiptRef = Pick<OperationReceipt, 'id' | 'operation'>;

export interface OperationsClientOptions {
  readonly fetch: typeof globalThis.fetch;
  /** Where a plugin's API is; where absent the browser's `fetchApi` finds it by `plugin://<id>`. */
  readonly baseUrlOf?: (plugin: string) => string | Promise<string>;
}

/** {@link OperationsApi} over `fetch`, in the browser and in other backends. */
export class OperationsClient implements OperationsApi {
  readonly #clients = new Map<string, RouteClient>();
  readonly #options: OperationsClientOptions;

  constructor(options: OperationsClientOptions) {
    this.#options = options;
  }

  async access(checks: readonly AccessCheck[], options?: RequestOptions) {
    const [first] = checks;
    if (first === undefined) return [];
    const { items } = await this.#of(first.contract.name).json(
      receiptRoutes.checkAccess,
      {
        body: {
          checks: checks.map(({ contract, input }) => ({ operation: contract.name, input })),
        },
      },
      options,
    );
    return items;
  }

  async plan<C extends OperationContract>(
    contract: C,
    input: OperationInput<C>,
    options?: RequestOptions,
  ) {
    const answer = await this.#of(contract.name).json(
      operationRoute(contract),
      { query: { plan: 'true' }, body: input },
      options,
    );
    // With `plan=true` the server answers nothing else.
    return answer as OperationPlan;
  }

  async run<C extends OperationContract>(
    contract: C,
    input: OperationInput<C>,
    options: RunOptions = {},
  ) {
    const answer = await this.#of(contract.name).json(
      operationRoute(contract),
      { query: queryOf(options), headers: headersOf(options), body: input },
      options,
    );
    return answer as OperationReceipt;
  }

  async runBulk<C extends OperationContract>(
    contract: C,
    inputs: readonly OperationInput<C>[],
    options: RunOptions = {},
  ) {
    const { basis, ...query } = queryOf(options);
    return this.#of(contract.name).json(
      bulkRoute(contract),
      { query, headers: keyOf(options), body: { inputs: [...inputs] } },
      options,
    );
  }

  async receipts(plugin: string, options: RequestOptions & { waiting?: boolean } = {}) {
    const { items } = await this.#client(plugin).json(
      receiptRoutes.listReceipts,
      { query: options.waiting ? { waiting: 'true' } : {} },
      options,
    );
    return items;
  }

  receipt({ id, operation }: ReceiptRef, options?: RequestOptions) {
    return this.#of(operation).json(receiptRoutes.getReceipt, { params: { id } }, options);
  }

  watch({ id, operation }: ReceiptRef, options?: RequestOptions) {
    return this.#of(operation).stream(receiptRoutes.watchReceipt, { params: { id } }, options);
  }

  undo({ id, operation }: ReceiptRef) {
    return this.#of(operation).json(receiptRoutes.undo, { params: { id } });
  }

  cancel({ id, operation }: ReceiptRef) {
    return this.#of(operation).json(receiptRoutes.cancel, { params: { id } });
  }

  resume({ id, operation }: ReceiptRef) {
    return this.#of(operation).json(receiptRoutes.resume, { params: { id } });
  }

  runApproved({ id, operation }: ReceiptRef) {
    return this.#of(operation).json(receiptRoutes.runApproved, { params: { id } });
  }

  decide(
    { id, operation }: ReceiptRef,
    decision: { decision: 'approved' | 'rejected'; reason?: string },
  ) {
    return this.#of(operation).json(receiptRoutes.decide, { params: { id }, body: decision });
  }

  #of(operation: string): RouteClient {
    return this.#client(splitOperationName(operation).plugin);
  }

  #client(plugin: string): RouteClient {
    const known = this.#clients.get(plugin);
    if (known) return known;
    const { fetch, baseUrlOf } = this.#options;
    const baseUrl = baseUrlOf ? () => baseUrlOf(plugin) : `plugin://${plugin}`;
    const client = new RouteClient({ fetch, baseUrl });
    this.#clients.set(plugin, client);
    return client;
  }
}

function queryOf({ basis, confirm, reason }: RunOptions) {
  return { basis, confirm, reason };
}

function headersOf({ waitSeconds, ...options }: RunOptions) {
  const prefer = waitSeconds === undefined ? undefined : `wait=${waitSeconds}`;
  return { ...keyOf(options), prefer };
}

function keyOf({ idempotencyKey }: RunOptions) {
  return { 'idempotency-key': idempotencyKey ?? globalThis.crypto.randomUUID() };
}
