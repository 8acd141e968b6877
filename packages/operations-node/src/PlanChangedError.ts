import { ConflictError } from '@backstage/errors';
import type { ObjectDiff } from '@kubemate/operations-common';

const MAX_TOLD = 5;
const MAX_VALUE = 100;

/**
 * Between the plan and the run somebody changed what the operation is about. Nothing was done; `diff` is what it would change now,
 * and stands in the body of the 409 as `error.diff`.
 */
export class PlanChangedError extends ConflictError {
  constructor(readonly diff: readonly ObjectDiff[]) {
    super(`What you saw has changed since: ${describe(diff)}. Look at the new plan`);
  }
}

function describe(diff: readonly ObjectDiff[]): string {
  const fields = diff.flatMap(({ target, before, after, changes }) => {
    const name = `${target.kind} ${target.name}`;
    // What is no object of a cluster has no YAML, only fields.
    if (changes.length === 0 && before === undefined) return [`${name} does not exist any more`];
    if (changes.length === 0 && after === undefined) return [`${name} is another one now`];
    return changes.map(change => `${name} has ${change.path} = ${shown(change.before)}`);
  });
  if (fields.length === 0) return 'there is nothing left to change';
  const more = fields.length > MAX_TOLD ? `, and ${fields.length - MAX_TOLD} more` : '';
  return `${fields.slice(0, MAX_TOLD).join(', ')}${more}`;
}

function shown(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length <= MAX_VALUE ? text : `${text.slice(0, MAX_VALUE)}…`;
}
