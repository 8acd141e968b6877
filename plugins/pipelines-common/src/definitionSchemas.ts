import { z } from 'zod';
import { parameterSpecSchema } from './parameterSchema';
import { ENGINES, graphSchema, placeFailureSchema, runSchema } from './runSchemas';

export const workspaceSpecSchema = z.object({
  name: z.string(),
  description: z.string().optional(),
  optional: z.boolean(),
});

/** What runs are made of. */
export const definitionSchema = z.object({
  engine: z.enum(ENGINES),
  place: z.string(),
  folder: z.string(),
  name: z.string(),
  /** A job of Jenkins counts as a Pipeline. */
  kind: z.enum(['Pipeline', 'Task']),
  description: z.string().optional(),
  /** Names of its tasks or steps, in the order in which they are written. */
  parts: z.array(z.string()),
  createdAt: z.number(),
  /** The newest run of a Pipeline that the caller may see. */
  lastRun: runSchema.optional(),
});

export const definitionDetailSchema = definitionSchema.extend({
  params: z.array(parameterSpecSchema),
  workspaces: z.array(workspaceSpecSchema),
  results: z.array(z.object({ name: z.string(), description: z.string().optional() })),
  /** Of a Pipeline: its tasks as they would run. */
  graph: graphSchema.optional(),
  /** Pipelines in the same namespace that use a Task. */
  usedBy: z.array(z.string()),
});

export const definitionListSchema = z.object({
  items: z.array(definitionSchema),
  failures: z.array(placeFailureSchema),
});
