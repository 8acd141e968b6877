import type { ActionsService } from '@backstage/backend-plugin-api/alpha';
import { NotAllowedError, ResponseError } from '@backstage/errors';
import type { ActionContext } from '@backstage/plugin-scaffolder-node';
import type { JsonObject } from '@backstage/types';
import { operationPlanSchema, operationReceiptSchema } from '@kubemate/operations-common';
import type { OperationPlan, OperationReceipt } from '@kubemate/operations-common';
import { isPlanning, tellPlanned } from './planning';

/** What a step has of its task. */
export type StepContext = Pick<
  ActionContext<JsonObject>,
  | 'task'
  | 'step'
  | 'logger'
  | 'isDryRun'
  | 'each'
  | 'output'
  | 'templateInfo'
  | 'getInitiatorCredentials'
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
  /** What it is done to, for the plan of a template: `Deployment cart` */
  readonly on?: string;
  /** Of a plan's error: that it is one only because a dry run has not run the step before. */
  isLater?(message: string): boolean;
  /** How long to wait for the end of one that runs; for a promotion nobody waits. {@link WAIT_MS} where absent. */
  readonly waitMs?: number;
}

/** Longer than the lease of an operation whose process has died, after which another goes on with it or calls it interrupted. */
const WAIT_MS = 120_000;
const POLL_MS = 2_000;
/** Of which each was cut off by a death of the portal. */
const MAX_ATTEMPTS = 5;

const DONE: readonly OperationReceipt['status'][] = ['succeeded', 'running', 'waiting', 'approved'];

/**
 * Runs an operation as the person who started the task, once however often the step is run. In a dry run it plans and answers nothing.
 * @throws Error with the operation's own message where it was refused or failed
 */
export async function runOperation(
  ctx: StepContext,
  call: OperationCall,
): Promise<OperationReceipt | undefined> {
  if (isPlanning(ctx)) return tellPlanned(ctx, call, () => planOf(ctx, call));
  if (ctx.isDryRun || call.onlyPlan === true) return logPlan(ctx, call);
  const receipt = await runOnce(ctx, call);
  if (!DONE.includes(receipt.status)) {
    throw new Error(receipt.error?.message ?? `${receipt.summary}: ${receipt.status}`);
  }
  ctx.logger.info(`${receipt.summary} (${receipt.status})`);
  for (const warning of receipt.warnings) ctx.logger.warn(warning);
  return receipt;
}

/**
 * The same key answers the first receipt, however often it is sent: what is told of the same operation while it runs, in this process or in one that goes on with it
 * after a crash. One that was interrupted is done again, under another key.
 */
async function runOnce(ctx: StepContext, call: OperationCall): Promise<OperationReceipt> {
  const { actions, id, input, waitMs = WAIT_MS } = call;
  for (let attempt = 1; ; attempt++) {
    const idempotencyKey = keyOf(ctx, call.part, attempt);
    let waited = 0;
    for (;;) {
      const credentials = await ctx.getInitiatorCredentials();
      const keyed = { ...input, idempotencyKey };
      const { output } = await invoke(actions, { id, input: keyed, credentials });
      const receipt = operationReceiptSchema.parse(output);
      const isCutOff = receipt.status === 'interrupted' && attempt < MAX_ATTEMPTS;
      if (isCutOff) break;
      if (receipt.status !== 'running' || waited >= waitMs) return receipt;
      await new Promise(resolve => setTimeout(resolve, POLL_MS));
      waited += POLL_MS;
    }
  }
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

function keyOf(ctx: StepContext, part = '0', attempt = 1): string {
  const step = ctx.step?.id ?? 'step';
  const each = ctx.each?.key === undefined ? '' : `.${String(ctx.each.key)}`;
  const again = attempt === 1 ? '' : `.again${attempt}`;
  return `${ctx.task.id}:${step}${each}:${part}${again}`.replace(/[^\w.:-]/g, '-').slice(0, 128);
}

/** @throws Error with the operation's own message where there is no plan */
async function planOf(ctx: StepContext, call: OperationCall): Promise<OperationPlan> {
  const { actions, id, input } = call;
  const credentials = await ctx.getInitiatorCredentials();
  const planned = { ...input, [call.planField ?? 'plan']: true };
  const { output } = await invoke(actions, { id, input: planned, credentials });
  return operationPlanSchema.parse(output);
}

async function logPlan(ctx: StepContext, call: OperationCall): Promise<undefined> {
  const { logger, isDryRun } = ctx;
  try {
    const plan = await planOf(ctx, call);
    if (!plan.allowed) throw new NotAllowedError(plan.reason ?? plan.summary);
    logger.info(plan.summary);
    for (const warning of plan.warnings) logger.warn(warning);
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    if (!isDryRun || !call.isLater?.(message)) throw error;
    logger.info(`${call.id}, once the steps before it have run`);
  }
  return undefined;
}
