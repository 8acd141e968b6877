import { operationPlanSchema, quotaEffectSchema } from '@kubemate/operations-common';
import { z } from 'zod';

/** On a template that is dry-run: its steps answer what they would do by outputs named {@link plannedOutput}, and go on where one may not. */
export const PLANNING_ANNOTATION = 'kubemate.io/planning';

const PLANNED = 'planned:';

/** Name of the output in which a step answers one {@link plannedSchema}; `part` tells the operations of a step apart. */
export function plannedOutput(part: string): string {
  return `${PLANNED}${part}`;
}

export function isPlannedOutput(name: string): boolean {
  return name.startsWith(PLANNED);
}

/** Name of the output in which a step lists the files of the workspace that it would commit. */
export const PLANNED_FILES = 'plannedFiles';

/** One operation that a step would run. */
export const plannedSchema = z.object({
  /** `clusters.apply-manifest` */
  operation: z.string(),
  /** On what, where the step knows it without a plan: `Deployment cart` */
  on: z.string().optional(),
  /** The step only looks whether it could be done. */
  isCheck: z.boolean(),
  /**
   * - `planned`: as the plan says, which may deny it.
   * - `later`: known only when a step before has run.
   * - `failed`: there is no plan, for the reason.
   */
  state: z.enum(['planned', 'later', 'failed']),
  plan: operationPlanSchema.optional(),
  reason: z.string().optional(),
});

export const plannedStepSchema = z.object({
  id: z.string(),
  name: z.string(),
  action: z.string(),
  /**
   * - `does`: runs the operations that are with it, or nothing outside the workspace.
   * - `skipped`: its condition does not hold.
   * - `unknown`: an action that does not say what it would do.
   */
  state: z.enum(['does', 'skipped', 'unknown']),
  operations: z.array(plannedSchema),
});

export const plannedFileSchema = z.object({
  path: z.string(),
  bytes: z.number(),
  executable: z.boolean(),
  /** Absent where it is no text, or too long to be shown. */
  text: z.string().optional(),
});

/** What a template would do with these values, for the person who asked. Nothing has changed. */
export const templatePlanSchema = z.object({
  /** Entity ref. */
  template: z.string(),
  title: z.string(),
  /** Whether nothing is known that would stop it. */
  allowed: z.boolean(),
  steps: z.array(plannedStepSchema),
  /** What would be committed; where no step commits, what is written. */
  files: z.array(plannedFileSchema),
  /** Of all steps together. */
  quota: z.array(quotaEffectSchema),
});

export const templateRefSchema = z
  .string()
  .max(400)
  .regex(/^template:[a-z0-9]([-a-z0-9]*[a-z0-9])?\/[a-z0-9]([-a-z0-9_.]*[a-z0-9])?$/i, {
    error: 'is an entity ref of a template: template:default/node-service',
  });
