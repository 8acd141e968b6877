/** A parameter of a job, as a Jenkinsfile declares it. */
export interface ParameterPlan {
  readonly kind: 'String' | 'Text' | 'Boolean' | 'Choice' | 'Password';
  readonly name: string;
  readonly description?: string;
  readonly default?: string | boolean;
  readonly choices?: readonly string[];
}

export interface InputPlan {
  /** As `InputStep` normalises it: the first letter is a capital. */
  readonly id: string;
  readonly message: string;
  readonly ok?: string;
  /** Users and groups of Jenkins, comma-separated; anybody with Job/Build where absent. */
  readonly submitter?: string;
  readonly parameters?: readonly ParameterPlan[];
}

/** One step of a stage. Its log is written evenly over its seconds. */
export interface StepPlan {
  /** `Shell Script`, `Print Message`, … as the step's descriptor calls itself. */
  readonly name: string;
  /** Its main argument: `npm ci`. */
  readonly text?: string;
  readonly seconds: number;
  readonly log?: readonly string[];
  /** Fails with `script returned exit code N` where not 0. */
  readonly exitCode?: number;
  /** Fails with this message instead. */
  readonly error?: string;
  /** Waits until somebody answers. */
  readonly input?: InputPlan;
}

export interface StagePlan {
  readonly name: string;
  readonly steps: readonly StepPlan[];
  /** Left out by its `when`. */
  readonly skipped?: boolean;
}

/** One stage, or a stage with parallel ones in it. */
export type StageGroup =
  StagePlan | { readonly name: string; readonly parallel: readonly StagePlan[] };

export type Values = Readonly<Record<string, string | boolean>>;

/** What a job's script may look at. */
export interface ScriptContext {
  readonly number: number;
  readonly values: Values;
  readonly commit?: string;
}

export interface JobPlan {
  /** Names below the root, as Jenkins keeps them: `shop/storefront/feature%2Fcart`. */
  readonly fullName: string;
  readonly kind: 'folder' | 'multibranch' | 'pipeline' | 'freestyle';
  readonly description?: string;
  readonly isDisabled?: boolean;
  readonly repository?: string;
  readonly parameters?: readonly ParameterPlan[];
  script?(context: ScriptContext): readonly StageGroup[];
}

export interface Cause {
  readonly class: string;
  readonly description: string;
  readonly userId?: string;
  readonly userName?: string;
}

export function userCause(userId: string, userName: string): Cause {
  return {
    class: 'hudson.model.Cause$UserIdCause',
    description: `Started by user ${userName}`,
    userId,
    userName,
  };
}

export const TIMER_CAUSE: Cause = {
  class: 'hudson.triggers.TimerTrigger$TimerTriggerCause',
  description: 'Started by timer',
};

export const PUSH_CAUSE: Cause = {
  class: 'jenkins.branch.BranchEventCause',
  description: 'Push event to branch',
};

/** A step that waits for a person. */
export function input(plan: InputPlan): StepPlan {
  return { name: 'Wait for interactive input', text: plan.message, seconds: 0, input: plan };
}
