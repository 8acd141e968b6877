import { z } from 'zod';
import { runPhaseSchema, runRefSchema } from './runSchemas';

/**
 * What became of a task in one run. `retried`: it failed and then passed in the same run, so with the same code. What was skipped, cancelled or never
 * begun says nothing of the task, and is none of these.
 */
export const TASK_OUTCOMES = ['passed', 'failed', 'retried'] as const;
export const taskOutcomeSchema = z.enum(TASK_OUTCOMES);

/** How the tasks of a Pipeline did in its last runs. */
export const outcomesSchema = z.object({
  /** Runs that have ended, newest first; of a commit that was asked for also those before. */
  runs: z.array(
    z.object({
      ref: runRefSchema,
      phase: runPhaseSchema,
      createdAt: z.number(),
      commit: z.string().optional(),
      branch: z.string().optional(),
    }),
  ),
  /** The branch that the others are held against: `main`, `master` or `trunk` where runs have one of them, else the one that most are of. */
  trunk: z.string().optional(),
  tasks: z.array(
    z.object({
      /** Id of the node of the graph. */
      id: z.string(),
      title: z.string(),
      /** One for each of `runs`; null where the run says nothing of the task. */
      outcomes: z.array(taskOutcomeSchema.nullable()),
      /** Milliseconds that it took, as `outcomes`. */
      durations: z.array(z.number().nullable()),
      passed: z.number(),
      failed: z.number(),
      /** Commits at which it both passed and failed. */
      flakyCommits: z.array(z.string()),
    }),
  ),
});
