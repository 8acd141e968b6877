import { CutOffError } from '@kubemate/operations-node';
import type {
  AnyOperation,
  Done,
  OperationContext,
  RecoverContext,
} from '@kubemate/operations-node';
import { sayOperation, tellCompensation } from '@kubemate/operations-common';
import type { Compensation } from '@kubemate/operations-common';
import { ENGINES, runRefSchema } from '@kubemate/plugin-pipelines-common';
import type { RunRef } from '@kubemate/plugin-pipelines-common';
import { z } from 'zod';

type EngineName = RunRef['engine'];

const named = z.union([
  z.object({ engine: z.enum(ENGINES) }).transform(({ engine }) => engine),
  z.object({ run: runRefSchema }).transform(({ run }) => run.engine),
]);

/** One operation of the contract, done by the engine that its input names. */
export function byEngine(operations: Readonly<Record<EngineName, AnyOperation>>): AnyOperation {
  const of = (input: Parameters<AnyOperation['target']>[0]) => operations[named.parse(input)];
  const all = Object.values(operations);
  return {
    contract: operations.tekton.contract,
    target: input => of(input).target(input),
    needs: (input, context) => of(input).needs(input, context),
    whyDenied: async (input, context) => of(input).whyDenied?.(input, context),
    plan: (input, context) => of(input).plan(input, context),
    run: (input, context) => of(input).run(input, context),
    ...(all.some(({ recover }) => recover)
      ? {
          async recover(input: Record<string, unknown>, context: RecoverContext) {
            const operation = of(input);
            if (operation.recover === undefined) throw new CutOffError();
            return operation.recover(input, context);
          },
          recoversWithoutSecrets: all.every(
            ({ recover, recoversWithoutSecrets }) => !recover || recoversWithoutSecrets,
          ),
        }
      : {}),
    ...(all.some(({ compensate }) => compensate)
      ? { compensate: (done: Done, context: OperationContext) => compensation(of, done, context) }
      : {}),
  };
}

async function compensation(
  of: (input: Record<string, unknown>) => AnyOperation,
  done: Done,
  context: OperationContext,
): Promise<Compensation> {
  const operation = of(done.record.input);
  const stays = tellCompensation({ state: 'stays', reason: sayOperation('undoNoWay') });
  return (await operation.compensate?.(done, context)) ?? stays;
}
