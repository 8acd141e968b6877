import { z } from 'zod';
import { parameterValueSchema, workspaceBindingSchema } from './operations';

const name = z.string().min(1).max(253);

/** What a preset fills in; never a password. */
export const presetValuesSchema = z.object({
  params: z.record(name, parameterValueSchema).optional(),
  workspaces: z.record(name, workspaceBindingSchema).optional(),
  serviceAccount: name.optional(),
});

/** Values of the form that starts a run, kept under a name. */
export const presetSchema = presetValuesSchema.extend({
  id: z.string(),
  name: z.string(),
  /** Entity ref: the person whose own it is, or the group that shares it. */
  owner: z.string(),
  /** Who saved it last. */
  savedBy: z.string(),
  /** Epoch milliseconds. */
  savedAt: z.number(),
});

export const presetListSchema = z.object({
  /** The caller's own, and those of their groups. */
  items: z.array(presetSchema),
  /** Groups of the caller, with which one may be shared. */
  groups: z.array(z.string()),
});
