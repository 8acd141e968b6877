import { z } from 'zod';
import type { FieldConflict, FieldProblem } from '../writeErrors';
import { printable } from './printable';

const MAX_MESSAGE = 1_000;
/** More than a person reads; the message has them, too. */
const MAX_CAUSES = 200;

const causeSchema = z.object({
  reason: z.string().catch(''),
  message: z.string().catch(''),
  field: z.string().catch(''),
});

/** A `metav1.Status`, as far as it can be trusted to be there. */
const statusSchema = z.object({
  message: z.string().catch(''),
  details: z
    .object({
      causes: z.array(causeSchema).catch([]),
      retryAfterSeconds: z.number().int().nonnegative().optional().catch(undefined),
    })
    .catch({ causes: [] }),
});

/** Why an API server refused. */
export interface ApiStatus {
  /** Empty where the answer has no text. */
  readonly message: string;
  /** What is wrong with which field, where it is about the object itself. */
  readonly causes: readonly FieldProblem[];
  /** Fields of other managers that an apply would have taken. */
  readonly conflicts: readonly FieldConflict[];
  /** What stands against an eviction. */
  readonly budgets: readonly string[];
  readonly retryAfterSeconds?: number;
}

/** Reads a `Status`, or the text of a plain answer, such as a proxy's. */
export function readStatus(text: string, redact: (text: string) => string): ApiStatus {
  const parsed = statusSchema.safeParse(parseOrUndefined(text));
  const { message, details } = parsed.success
    ? parsed.data
    : { message: '', details: { causes: [], retryAfterSeconds: undefined } };
  const shown = (sentence: string) => printable(redact(sentence)).trim().slice(0, MAX_MESSAGE);
  const all = details.causes.slice(0, MAX_CAUSES);
  const isConflict = ({ reason }: { reason: string }) => reason === 'FieldManagerConflict';
  const isBudget = ({ reason }: { reason: string }) => reason === 'DisruptionBudget';
  return {
    message: shown(message === '' && !parsed.success ? text : message),
    causes: all
      .filter(cause => !isConflict(cause) && !isBudget(cause))
      .map(cause => ({
        // The API server's way to say that no single field is meant.
        field: cause.field === '<nil>' ? '' : shown(cause.field),
        message: shown(cause.message),
      })),
    conflicts: all
      .filter(isConflict)
      .map(cause => ({ ...managerOf(shown(cause.message)), field: shown(cause.field) })),
    budgets: all.filter(isBudget).map(cause => shown(cause.message)),
    retryAfterSeconds: details.retryAfterSeconds,
  };
}

/** Reads `conflict with "kubectl" using apps/v1`, see `printManager` of apimachinery's managedfields. */
function managerOf(message: string): Pick<FieldConflict, 'manager' | 'note'> {
  const [, quoted, note = ''] = /^conflict with ("(?:[^"\\]|\\.)*") ?(.*)$/.exec(message) ?? [];
  if (quoted === undefined) return { manager: message };
  const name = parseOrUndefined(quoted);
  return { manager: typeof name === 'string' ? name : quoted, ...(note === '' ? {} : { note }) };
}

function parseOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
