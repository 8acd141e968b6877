import type { Health } from '@kubemate/kube-common';
import { ofPlugin } from '@kubemate/operations-common';
import type {
  Planned,
  PlannedStep,
  SayText,
  TemplatePlan,
} from '@kubemate/plugin-template-runs-common';
import { planInWords } from '@kubemate/ui';
import type { Say } from '@kubemate/ui';

/** How an operation of a plan is drawn: what is new needs nobody's attention, what is there already does. */
export function lookOf({ state, plan, isCheck }: Planned): {
  health: Health;
  word: 'makes' | 'changes' | 'checked' | 'denied' | 'failed' | 'later';
} {
  if (state === 'later') return { health: 'idle', word: 'later' };
  if (state === 'failed' || plan === undefined) return { health: 'failed', word: 'failed' };
  if (!plan.allowed) return { health: 'failed', word: 'denied' };
  if (isCheck) return { health: 'ok', word: 'checked' };
  const isThere = plan.diff.some(({ before }) => before !== undefined);
  return isThere ? { health: 'warning', word: 'changes' } : { health: 'ok', word: 'makes' };
}

/** Why an operation cannot be done; undefined where it can. */
export function obstacleOf({ state, plan, reason }: Planned): string | undefined {
  if (state === 'failed') return reason ?? '';
  return plan?.allowed === false ? (plan.reason ?? plan.summary) : undefined;
}

/** The steps that do something outside the workspace, or of which nobody knows. */
export function tellingSteps({ steps }: TemplatePlan): readonly PlannedStep[] {
  return steps.filter(({ state, operations }) => state === 'unknown' || operations.length > 0);
}

/** What a person should know before anything else. */
export interface PlanSummary {
  readonly operations: number;
  /** Each once, however many operations it stops. */
  readonly obstacles: readonly string[];
  /** Objects that are there already and would be changed. */
  readonly changed: number;
  /** Resources of a quota of which there is too little. */
  readonly short: number;
  /** Steps of which nobody knows what they do. */
  readonly unknown: number;
}

export function summaryOf(plan: TemplatePlan): PlanSummary {
  const operations = plan.steps.flatMap(step => step.operations);
  const obstacles = operations.map(obstacleOf).filter(reason => reason !== undefined);
  return {
    operations: operations.filter(({ isCheck }) => !isCheck).length,
    obstacles: [...new Set(obstacles)],
    changed: operations.filter(each => lookOf(each).word === 'changes').length,
    short: plan.quota.filter(({ adds, used, hard }) => adds > 0 && used + adds > hard).length,
    unknown: plan.steps.filter(({ state }) => state === 'unknown').length,
  };
}

/** The plan with the sentences of its operations and the names of its steps in the language of the page; `say` knows a code with the plugin before it. */
export function templatePlanInWords(plan: TemplatePlan, say: Say, words: SayText): TemplatePlan {
  const told = (planned: Planned): Planned => {
    if (planned.plan === undefined) return planned;
    const plugin = planned.operation.slice(0, planned.operation.indexOf('.'));
    const own: Say = phrase => say(ofPlugin(plugin, phrase));
    return { ...planned, plan: planInWords(planned.plan, own) };
  };
  return {
    ...plan,
    steps: plan.steps.map(step => ({
      ...step,
      name: words(step.name),
      operations: step.operations.map(told),
    })),
  };
}
