import { z } from 'zod';

const textValue = z.union([z.string(), z.array(z.string()), z.record(z.string(), z.string())]);

/** What a definition, or a step that waits, asks for. */
export const parameterSpecSchema = z.object({
  name: z.string(),
  /**
   * Tekton knows the first three. `text`: of several lines; `boolean`: `true` or `false`; `password`: never shown, and without a default. Values of all of these are text.
   */
  type: z.enum(['string', 'array', 'object', 'text', 'boolean', 'password']),
  description: z.string().optional(),
  /** Absent where a value must be given. */
  default: textValue.optional(),
  /** The values that are allowed; absent where any is. */
  enum: z.array(z.string()).optional(),
});
