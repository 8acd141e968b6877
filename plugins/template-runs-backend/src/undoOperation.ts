import { InputError } from '@backstage/errors';
import { sayOperation } from '@kubemate/operations-common';
import type { OperationResult, Sentence } from '@kubemate/operations-common';
import { defineOperation } from '@kubemate/operations-node';
import type { RunContext, RunOutcome } from '@kubemate/operations-node';
import { templateRunOperations } from '@kubemate/plugin-template-runs-common';
import type { z } from 'zod';
import type { AsPerson } from './AsPerson';
import { reasonOf } from './reasonOf';
import type { PlannedItem, PlannedUndo, UndoPlanner } from './UndoPlanner';

const { undo: contract } = templateRunOperations;
type Input = z.output<typeof contract.input>;

interface State {
  readonly chosen: readonly PlannedItem[];
}

/**
 * Takes back what a run has made, the newest first, each by an operation of its own. It begins with what is there: one that was cut off is asked for again,
 * and finds what is left.
 */
export function undoOperation(planner: UndoPlanner) {
  return defineOperation({
    contract,
    target: ({ run }) => ({ kind: 'TemplateRun', name: run }),
    needs: async () => [],
    async plan(input, context) {
      const plan = await planner.plan(input.run, context);
      const chosen = choose(plan, input);
      assertConfirmed(chosen, input);
      return {
        summary: sayOperation('undoSteps', {
          ...{ number: chosen.length, total: plan.items.length, title: plan.run.title },
        }),
        diff: chosen.map(({ did, undoes }) => ({
          target: did.target,
          changes: [{ path: did.summary, after: undoes }],
        })),
        seen: plan.items.map(({ id, state, changes }) => ({ id, state, changes })),
        warnings: [
          ...plan.failures.map(({ plugin, reason }) =>
            sayOperation('undoNoAnswer', { plugin, reason }),
          ),
          ...chosen.flatMap(item =>
            [...item.changes, ...item.warnings].map(text => sentence(item, text)),
          ),
        ],
        refusal: whyNot(plan, chosen),
        state: { chosen },
      };
    },
    run: (input, context) => takeBack(input, context, planner.as(context)),
  });
}

/** @throws InputError naming an item that is not of the run, or that nothing takes back */
function choose({ items }: PlannedUndo, { items: asked }: Input): PlannedItem[] {
  if (asked === undefined)
    return items.filter(({ counter, allowed, state }) => counter && allowed && state === 'as-made');
  for (const id of asked) {
    const item = items.find(each => each.id === id);
    if (item === undefined)
      throw new InputError(`Invalid field "items": the run has nothing with the id ${id}`);
  }
  // What is gone by now needs nothing: so a request that was cut off can be sent again.
  return items.filter(({ id, counter }) => counter && asked.includes(id));
}

function assertConfirmed(chosen: readonly PlannedItem[], { confirmed }: Input): void {
  for (const { guard, undoes } of chosen)
    if (guard?.kind === 'typed' && !confirmed.includes(guard.text))
      throw new InputError(
        `Invalid field "confirmed": "${guard.text}" has to be among them (${undoes}: ${guard.why})`,
      );
}

function whyNot({ run }: PlannedUndo, chosen: readonly PlannedItem[]): Sentence | undefined {
  if (run.status === 'open' || run.status === 'processing') return sayOperation('undoGoesOn');
  const denied = chosen.find(({ allowed }) => !allowed);
  if (denied) return sentence(denied, denied.denied ?? sayOperation('undoDenied').text);
  return chosen.length === 0 ? sayOperation('undoNothing') : undefined;
}

/** A text of an item, by the phrase that it is of. */
function sentence({ said }: PlannedItem, text: string): Sentence {
  return said?.find(each => each.text === text) ?? text;
}

async function takeBack(
  _input: Input,
  { id, state: { chosen }, signal, report }: RunContext<State>,
  person: AsPerson,
): Promise<RunOutcome> {
  const results: OperationResult[] = chosen.map(({ did }) => ({
    target: did.target,
    status: 'pending',
  }));
  for (const [index, item] of chosen.entries()) {
    signal.throwIfAborted();
    results[index] = { target: item.did.target, ...(await one(item, { id, person })) };
    report({ done: index + 1, total: chosen.length, message: item.undoes, results: [...results] });
  }
  return { results };
}

async function one(
  { counter, id: item, operation, basis, guard }: PlannedItem,
  { id, person }: { id: string; person: AsPerson },
): Promise<Pick<OperationResult, 'status' | 'message'>> {
  try {
    const confirm = guard?.kind === 'typed' ? guard.text : undefined;
    const receipt =
      counter?.kind === 'operation'
        ? await person.run(counter, {
            key: `${id}:${item}`,
            ...(basis === undefined ? {} : { basis }),
            ...(confirm === undefined ? {} : { confirm }),
          })
        : await person.undo({ id: item, operation });
    if (receipt.status === 'succeeded') return { status: 'succeeded', message: receipt.summary };
    return { status: 'failed', message: `${receipt.summary}: ${receipt.status}` };
  } catch (error) {
    return { status: 'failed', message: reasonOf(error) };
  }
}
