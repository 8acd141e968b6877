import type {
  OperationContract,
  OperationInput,
  OperationPlan,
  OperationReceipt,
  OperationsApi,
} from '@kubemate/operations-common';
import {
  useCallback,
  useEffect,
  useRef,
  useState,
  type Dispatch,
  type SetStateAction,
} from 'react';
import { operationFailure, type OperationFailure } from './operationError';
import { useFollowedReceipt } from './useFollowedReceipt';

/** A person types; the plan of each letter is of no use. */
const SETTLE_MS = 250;
/** What takes longer is shown as it goes on. */
const SHOW_PROGRESS_AFTER_S = 1;

export interface UseOperationOptions<C extends OperationContract> {
  operations: OperationsApi;
  contract: C;
  /** Undefined while the form does not say enough yet. */
  input: OperationInput<C> | undefined;
}

export interface OperationState {
  readonly step: 'input' | 'planning' | 'planned' | 'plan-failed' | 'running' | 'done';
  /** The newest plan; of the input before while the next one is on its way. */
  readonly plan?: OperationPlan;
  readonly planFailure?: OperationFailure;
  /** Why the last try to run did not succeed. After a conflict `before` is the plan that no longer holds. */
  readonly runFailure?: OperationFailure & { readonly before?: OperationPlan };
  readonly receipt?: OperationReceipt;
}

interface PlanningOptions<C extends OperationContract> extends UseOperationOptions<C> {
  setState: Dispatch<SetStateAction<OperationState>>;
  /** Called with each plan: a new plan is a new try. */
  onPlan(): void;
}

/** Plans an input as it changes; returns what plans again. */
function usePlanning<C extends OperationContract>(options: PlanningOptions<C>): () => void {
  const { operations, contract, input, setState } = options;
  const [round, setRound] = useState(0);
  const latest = useRef(options);
  latest.current = options;
  const written = JSON.stringify(input);
  useEffect(() => {
    const controller = new AbortController();
    if (latest.current.input === undefined) {
      setState(({ runFailure }) => ({ step: 'input', runFailure }));
      return undefined;
    }
    setState(now => ({ step: 'planning', plan: now.plan, runFailure: now.runFailure }));
    const ask = async () => {
      const asked = latest.current.input;
      if (asked === undefined) return;
      try {
        const plan = await operations.plan(contract, asked, { signal: controller.signal });
        if (controller.signal.aborted) return;
        latest.current.onPlan();
        setState(now => ({ step: 'planned', plan, runFailure: now.runFailure }));
      } catch (error) {
        if (controller.signal.aborted) return;
        setState({ step: 'plan-failed', planFailure: operationFailure(error) });
      }
    };
    const timer = setTimeout(() => void ask(), SETTLE_MS);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [operations, contract, written, round, setState]);
  return useCallback(() => setRound(number => number + 1), []);
}

/** Plans an input as it changes, runs what was planned, and follows it to its end. */
export function useOperation<C extends OperationContract>(options: UseOperationOptions<C>) {
  const { operations, contract, input } = options;
  const [state, setState] = useState<OperationState>({ step: 'input' });
  // The same key for tries of which no answer came, so that none is done twice.
  const key = useRef(globalThis.crypto.randomUUID());
  const renewKey = () => {
    key.current = globalThis.crypto.randomUUID();
  };
  const replan = usePlanning({ operations, contract, input, setState, onPlan: renewKey });

  const show = useCallback(
    (receipt: OperationReceipt) =>
      setState(now => ({
        step: receipt.status === 'running' ? 'running' : 'done',
        plan: now.plan,
        receipt,
      })),
    [],
  );
  const settle = useFollowedReceipt(operations, show);

  const run = useCallback(
    async (answers: { confirm?: string; reason?: string }) => {
      const { plan } = state;
      if (input === undefined || plan === undefined) return undefined;
      setState({ step: 'running', plan });
      try {
        const receipt = await operations.run(contract, input, {
          ...answers,
          basis: plan.basis,
          idempotencyKey: key.current,
          waitSeconds: SHOW_PROGRESS_AFTER_S,
        });
        settle(receipt);
        return receipt;
      } catch (error) {
        const failure = operationFailure(error);
        if (failure.kind !== 'unknown-outcome') renewKey();
        const conflict = failure.kind === 'conflict';
        setState({
          step: 'planned',
          plan,
          runFailure: { ...failure, ...(conflict ? { before: plan } : {}) },
        });
        if (conflict) replan();
        return undefined;
      }
    },
    [contract, input, operations, replan, settle, state],
  );

  return { state, run, replan, settle };
}
