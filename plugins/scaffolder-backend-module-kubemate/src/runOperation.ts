import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ActionsService } from '@backstage/backend-plugin-api/alpha';
import { NotAllowedError, ResponseError } from '@backstage/errors';
import type { ActionContext } from '@backstage/plugin-scaffolder-node';
import type { JsonObject } from '@backstage/types';
import {
  operationPlanSchema,
  operationReceiptSchema,
  type OperationReceipt,
} from '@kubemate/operations-common';

/** What a step has of its task. */
export type StepContext = Pick<
  ActionContext<JsonObject>,
  'task' | 'step' | 'logger' | 'isDryRun' | 'each' | 'getInitiatorCredentials'
>;

/** What undoing a run needs to know of what a step did. */
export interface StepReceipt extends JsonObject {
  readonly id: string;
  readonly operation: string;
  readonly summary: string;
}

export interface OperationCall {
  readonly actions: ActionsService;
  /** As the actions registry has it: `clusters:apply-manifest`. */
  readonly id: string;
  readonly input: JsonObject;
  /** Tells the operations of one step apart. */
  readonly part?: string;
  /** What asks for a plan; `operationPlan` where the operation has a field `plan` of its own. */
  readonly planField?: 'plan' | 'operationPlan';
  /** Plans outside a dry run too. */
  readonly onlyPlan?: boolean;
}

const DONE: readonly OperationReceipt['status'][] = ['succeeded', 'running', 'waiting', 'approved'];

/**
 * Runs an operation as the person who started the task, once however often the step is run. In a dry run it plans and answers nothing.
 * @throws Error with the operation's own message where it was refused or failed
 */
export async function runOperation(
  ctx: StepContext,
  call: OperationCall,
): Promise<OperationReceipt | undefined> {
  const { actions, id, input } = call;
  const credentials = await ctx.getInitiatorCredentials();
  if (ctx.isDryRun || call.onlyPlan === true) {
    const planned = { ...input, [call.planField ?? 'plan']: true };
    const { output } = await invoke(actions, { id, input: planned, credentials });
    logPlan(output, ctx.logger);
    return undefined;
  }
  const idempotencyKey = keyOf(ctx, call.part);
  const keyed = { ...input, idempotencyKey };
  const { output } = await invoke(actions, { id, input: keyed, credentials });
  const receipt = operationReceiptSchema.parse(output);
  if (!DONE.includes(receipt.status)) {
    throw new Error(receipt.error?.message ?? `${receipt.summary}: ${receipt.status}`);
  }
  ctx.logger.info(`${receipt.summary} (${receipt.status})`);
  for (const warning of receipt.warnings) ctx.logger.warn(warning);
  return receipt;
}

/** Of a receipt, what the step answers. */
export function stepReceipts(receipts: readonly (OperationReceipt | undefined)[]): StepReceipt[] {
  return receipts.flatMap(receipt =>
    receipt ? [{ id: receipt.id, operation: receipt.operation, summary: receipt.summary }] : [],
  );
}

/** What a person may not do is not offered to them, and so not found. */
async function invoke(actions: ActionsService, call: Parameters<ActionsService['invoke']>[0]) {
  try {
    return await actions.invoke(call);
  } catch (error) {
    if (!(error instanceof ResponseError)) throw error;
    const message = error.body.error?.message ?? error.message;
    if (message === `Action "${call.id}" not found`)
      throw new NotAllowedError(`The person who started this may not do it: ${call.id}`, error);
    throw new Error(message, { cause: error });
  }
}

function keyOf(ctx: StepContext, part = '0'): string {
  const step = ctx.step?.id ?? 'step';
  const each = ctx.each?.key === undefined ? '' : `.${String(ctx.each.key)}`;
  return `${ctx.task.id}:${step}${each}:${part}`.replace(/[^\w.:-]/g, '-').slice(0, 128);
}

function logPlan(output: unknown, logger: LoggerService): void {
  const plan = operationPlanSchema.parse(output);
  if (!plan.allowed) throw new NotAllowedError(plan.reason ?? plan.summary);
  logger.info(plan.summary);
  for (const warning of plan.warnings) logger.warn(warning);
}
