import { ResponseError } from '@backstage/errors';
import { ofPlugin, sayOperation } from '@kubemate/operations-common';
import type { Compensation, OperationPlan, OperationReceipt } from '@kubemate/operations-common';
import type { UndoItem, UndoPlan } from '@kubemate/plugin-template-runs-common';
import { isHarmless, isRecorded } from './actionKinds';
import { AsPerson } from './AsPerson';
import type { Asking, AsPersonOptions } from './AsPerson';
import { reasonOf } from './reasonOf';
import { readRun } from './readRun';
import type { Run, RunStep } from './readRun';

const PARALLEL = 8;
/** An item with what takes it back. */
export interface PlannedItem extends UndoItem {
  readonly operation: string;
  readonly counter?: Compensation['counter'];
  readonly basis?: string;
}

export interface PlannedUndo extends Omit<UndoPlan, 'items'> {
  readonly items: readonly PlannedItem[];
}

interface Effect {
  readonly step: string;
  readonly receipt: OperationReceipt;
  readonly compensation: Compensation;
}

export interface UndoPlannerOptions extends AsPersonOptions {
  /** Plugins whose operations steps run. */
  readonly plugins: readonly string[];
}

/** Finds what a run has made, and plans what takes each of it back, as the person who asks. Changes nothing. */
export class UndoPlanner {
  readonly #options: UndoPlannerOptions;

  constructor(options: UndoPlannerOptions) {
    this.#options = options;
  }

  /** @throws NotFoundError where the person may not see the run */
  async plan(id: string, asking: Asking): Promise<PlannedUndo> {
    const person = this.as(asking);
    const run = await readRun(id, person);
    const failures: { plugin: string; reason: string }[] = [];
    const found = await Promise.all(
      this.#options.plugins.map(async plugin => {
        try {
          return await person.effects(plugin, id);
        } catch (error) {
          if (!isWithoutOperations(error)) failures.push({ plugin, reason: reasonOf(error) });
          return [];
        }
      }),
    );
    const effects = found.flat().sort((a, b) => b.receipt.createdAt - a.receipt.createdAt);
    const items: PlannedItem[] = [];
    for (let start = 0; start < effects.length; start += PARALLEL)
      items.push(
        ...(await Promise.all(
          effects.slice(start, start + PARALLEL).map(each => itemOf(each, { run, person })),
        )),
      );
    const { steps, ...told } = run;
    return { run: told, items: eachOnce(items), unknownSteps: unknownSteps(steps), failures };
  }

  as(asking: Asking): AsPerson {
    return new AsPerson(this.#options, asking);
  }
}

/** Attempts that were cut off one after the other made one thing, which the newest takes back for all. */
function eachOnce(items: readonly PlannedItem[]): PlannedItem[] {
  const known = new Set<string>();
  return items.map(({ counter, basis, undoes, guard, ...item }) => {
    const planned = { ...item, counter, basis, undoes, guard };
    if (counter?.kind !== 'operation') return planned;
    const key = JSON.stringify(counter);
    if (!known.has(key)) {
      known.add(key);
      return planned;
    }
    const why = sayOperation('undoDoneAgain');
    return {
      ...item,
      ...{ state: 'goes-along', changes: [], warnings: [], allowed: false },
      ...{ reason: why.text, said: [...(item.said ?? []), why] },
    };
  });
}

/** A plugin that has none has no such route. */
function isWithoutOperations(error: unknown): boolean {
  return error instanceof ResponseError && error.statusCode === 404;
}

async function itemOf(
  { step, receipt, compensation }: Effect,
  { run, person }: { run: Run; person: AsPerson },
): Promise<PlannedItem> {
  const { id, operation, status, summary, target, actor, createdAt } = receipt;
  const { counter, ...found } = compensation;
  const plugin = operation.slice(0, operation.indexOf('.'));
  const said = [...(receipt.said ?? []), ...(found.said ?? [])].map(each => ofPlugin(plugin, each));
  const name = run.steps.find(each => keyOf(each.id) === step)?.name;
  const item = {
    ...{ id, operation, ...found },
    ...(name === undefined ? {} : { step: name }),
    did: { operation, status, summary, target, actor, createdAt },
    ...{ warnings: [], said },
  };
  if (counter === undefined) return { ...item, allowed: false };
  if (counter.kind === 'undo') {
    const what = said.find(({ text }) => text === summary) ?? summary;
    const undoes = sayOperation('undoOf', { summary: what });
    return { ...item, counter, allowed: true, undoes: undoes.text, said: [...said, undoes] };
  }
  const plan = await planOf(counter, person);
  return {
    ...{ ...item, counter, allowed: plan.allowed, warnings: plan.warnings, basis: plan.basis },
    undoes: plan.summary,
    said: [
      ...said,
      ...(plan.said ?? []).map(each => ofPlugin(counter.operation.split('.')[0] ?? '', each)),
      ...(plan.allowed ? [] : [sayOperation('undoDenied')]),
    ],
    ...(plan.allowed ? {} : { denied: plan.reason ?? sayOperation('undoDenied').text }),
    ...(plan.guard === undefined ? {} : { guard: plan.guard }),
  };
}

/** As the scaffolder module writes ids into keys. */
function keyOf(step: string): string {
  return step.replace(/[^\w.:-]/g, '-');
}

/** What cannot be planned says why, beside the others. */
async function planOf(
  request: Parameters<AsPerson['plan']>[0],
  person: AsPerson,
): Promise<OperationPlan> {
  try {
    return await person.plan(request);
  } catch (error) {
    return {
      ...{ allowed: false, reason: reasonOf(error), summary: request.operation, basis: '' },
      ...{ touches: [], diff: [], warnings: [] },
    };
  }
}

function unknownSteps(steps: readonly RunStep[]) {
  return steps
    .filter(({ action }) => !isHarmless(action) && !isRecorded(action))
    .map(({ name, action }) => ({ name, action }));
}
