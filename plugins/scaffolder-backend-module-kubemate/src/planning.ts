import { isError, toError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import type { OperationPlan } from '@kubemate/operations-common';
import {
  PLANNED_FILES,
  plannedOutput,
  PLANNING_ANNOTATION,
} from '@kubemate/plugin-template-runs-common';
import type { Planned } from '@kubemate/plugin-template-runs-common';
import type { OperationCall, StepContext } from './runOperation';

/** Whether steps answer what they would do, for the plan of a template, instead of ending a dry run by what one of them may not. */
export function isPlanning({ isDryRun, templateInfo }: StepContext): boolean {
  const annotations = templateInfo?.entity?.metadata.annotations;
  return isDryRun === true && annotations?.[PLANNING_ANNOTATION] === 'true';
}

/** Answers one operation of a step in its outputs, planned or not. */
export async function tellPlanned(
  ctx: StepContext,
  call: OperationCall,
  plan: () => Promise<OperationPlan>,
): Promise<undefined> {
  const planned: Planned = {
    operation: call.id.replace(':', '.'),
    ...(call.on === undefined ? {} : { on: call.on }),
    isCheck: call.onlyPlan === true,
    ...(await outcomeOf(plan, call)),
  };
  // As JSON, which the outputs of a step are.
  const output = JSON.parse(JSON.stringify(planned)) as JsonObject;
  ctx.output(plannedOutput(call.part ?? '0'), output);
  return undefined;
}

async function outcomeOf(
  plan: () => Promise<OperationPlan>,
  { isLater }: OperationCall,
): Promise<Pick<Planned, 'state' | 'plan' | 'reason'>> {
  try {
    return { state: 'planned', plan: await plan() };
  } catch (error) {
    const reason = isError(error) ? error.message : toError(error).message;
    return { state: isLater?.(reason) === true ? 'later' : 'failed', reason };
  }
}

/** Answers which files of the workspace a step would commit. */
export function tellPlannedFiles(ctx: StepContext, paths: readonly string[]): void {
  if (isPlanning(ctx)) ctx.output(PLANNED_FILES, [...paths]);
}
