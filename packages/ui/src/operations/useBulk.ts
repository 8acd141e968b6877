import type {
  OperationContract,
  OperationInput,
  OperationPlan,
  OperationReceipt,
  OperationsApi,
  Phrase,
} from '@kubemate/operations-common';
import { useCallback, useEffect, useRef, useState } from 'react';
import { operationFailure, type OperationFailure } from './operationError';
import { useFollowedReceipt } from './useFollowedReceipt';

/** How many are planned in full; of the others only the rights are asked for, so that a thousand rows are no thousand dry runs. */
export const PREVIEWED = 12;
const PARALLEL = 3;
/** The most checks of one request. */
const CHUNK = 50;

export interface BulkItem<I> {
  readonly input: I;
  /** Undefined while it is asked for. */
  readonly allowed?: boolean;
  readonly reason?: string;
  readonly said?: Phrase[];
  readonly plan?: OperationPlan;
}

export interface BulkState<I> {
  readonly items: readonly BulkItem<I>[];
  readonly step: 'checking' | 'ready' | 'failed' | 'running' | 'done';
  readonly failure?: OperationFailure;
  readonly receipt?: OperationReceipt;
}

/** Asks what one operation would do to each of many objects, runs it on those it may, and follows it. */
export function useBulk<C extends OperationContract>(options: {
  operations: OperationsApi;
  contract: C;
  inputs: readonly OperationInput<C>[];
}) {
  const { operations, contract } = options;
  const inputs = useRef(options.inputs);
  const key = useRef(globalThis.crypto.randomUUID());
  const [state, setState] = useState<BulkState<OperationInput<C>>>(() => ({
    step: 'checking',
    items: options.inputs.map(input => ({ input })),
  }));

  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const check = async () => {
      try {
        const access = await checkAll({ operations, contract, inputs: inputs.current, signal });
        const items = inputs.current.map((input, at) => ({ input, ...access[at] }));
        setState({ step: 'checking', items });
        const planned = await planSome({ operations, contract, items, signal });
        if (!signal.aborted) setState({ step: 'ready', items: planned });
      } catch (error) {
        if (signal.aborted) return;
        setState(now => ({ ...now, step: 'failed', failure: operationFailure(error) }));
      }
    };
    void check();
    return () => controller.abort();
  }, [operations, contract]);

  const show = useCallback(
    (receipt: OperationReceipt) =>
      setState(now => ({
        ...now,
        step: receipt.status === 'running' ? 'running' : 'done',
        receipt,
      })),
    [],
  );
  const settle = useFollowedReceipt(operations, show);

  const run = useCallback(
    async (answers: { confirm?: string; reason?: string }) => {
      const chosen = state.items.filter(item => item.allowed).map(item => item.input);
      setState(now => ({ ...now, step: 'running', failure: undefined }));
      try {
        const receipt = await operations.runBulk(contract, chosen, {
          ...answers,
          idempotencyKey: key.current,
        });
        settle(receipt);
        return receipt;
      } catch (error) {
        const failure = operationFailure(error);
        if (failure.kind !== 'unknown-outcome') key.current = globalThis.crypto.randomUUID();
        setState(now => ({ ...now, step: 'ready', failure }));
        return undefined;
      }
    },
    [contract, operations, settle, state.items],
  );

  return { state, run, settle };
}

async function checkAll<C extends OperationContract>(options: {
  operations: OperationsApi;
  contract: C;
  inputs: readonly OperationInput<C>[];
  signal: AbortSignal;
}) {
  const { operations, contract, inputs, signal } = options;
  const chunks = Array.from({ length: Math.ceil(inputs.length / CHUNK) }, (_, at) =>
    inputs.slice(at * CHUNK, (at + 1) * CHUNK),
  );
  const answers = [];
  for (const chunk of chunks)
    answers.push(
      ...(await operations.access(
        chunk.map(input => ({ contract, input })),
        { signal },
      )),
    );
  return answers;
}

async function planSome<C extends OperationContract>(options: {
  operations: OperationsApi;
  contract: C;
  items: readonly BulkItem<OperationInput<C>>[];
  signal: AbortSignal;
}): Promise<readonly BulkItem<OperationInput<C>>[]> {
  const { operations, contract, items, signal } = options;
  const planned = [...items];
  const open = items
    .map((item, at) => ({ item, at }))
    .filter(({ item }) => item.allowed)
    .slice(0, PREVIEWED);
  const work = async () => {
    for (let next = open.shift(); next !== undefined; next = open.shift()) {
      const { item, at } = next;
      try {
        const plan = await operations.plan(contract, item.input, { signal });
        const { allowed, reason, said } = plan;
        planned[at] = { ...item, plan, allowed, reason, said };
      } catch (error) {
        planned[at] = { ...item, allowed: false, reason: operationFailure(error).message };
      }
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, work));
  return planned;
}
