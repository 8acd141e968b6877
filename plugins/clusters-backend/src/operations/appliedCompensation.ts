import { NotFoundError } from '@backstage/errors';
import type { KubeObject } from '@kubemate/kube-common';
import { objectInputSchema, sayOperation, tellCompensation } from '@kubemate/operations-common';
import type { Compensation, FieldChange, ObjectInput, Phrase } from '@kubemate/operations-common';
import { diffObjects } from '@kubemate/operations-node';
import type { Done, OperationContext } from '@kubemate/operations-node';
import { sayObject } from '@kubemate/plugin-clusters-common';
import { z } from 'zod';
import { asObject, undoSchema } from './applyUndo';
import { nameObject } from './namedObject';

const MAX_TOLD = 5;
type Attempt = Done['task'][number];

/** Controllers of Kubernetes, by the names that they write under: what they do to an object is no change of somebody’s. */
const CONTROLLERS = /^(kube-controller-manager|kube-scheduler|kubelet|horizontal-pod-autoscaler)$/;
/** Times of an API server are whole seconds. */
const SECOND_MS = 1000;

/**
 * An object that was made is deleted, where it is the same one; one that was there before can be put back for as long as the operation's own undo is offered. What was
 * cut off and done again is one thing, of which the last attempt knows the most.
 */
export async function appliedCompensation(
  { record, task }: Done,
  context: OperationContext,
): Promise<Compensation> {
  const undo = undoSchema.safeParse(record.undo).data;
  const target = objectInputSchema.safeParse(record.target).data;
  const object = undo?.object ?? target;
  const nothing: Compensation = { state: 'gone', changes: [] };
  if (object === undefined || record.status === 'failed') return nothing;
  const now = await read(object, context);
  if (now === undefined) return nothing;
  const attempts = task.filter(each => isSame(each.target, record.target));
  if (undo === undefined) return ofInterrupted({ record, attempts, object, now });
  if (now.metadata.uid !== undo.uid)
    return tellCompensation({ state: 'gone', reason: sayObject('isAnother') });
  const { changes: fields } = diffObjects(record.target, {
    before: asObject(undo.after, now),
    after: now,
  });
  const changes = changesOf(fields, { now, since: record.finishedAt ?? record.createdAt });
  const state = changes.length > 0 ? 'changed' : 'as-made';
  const isMade = undo.before === undefined || attempts.some(each => mayHaveMade(each, now));
  if (isMade) return tellCompensation({ state, changes, counter: deletion(object, now) });
  if (record.actor !== context.viewer.userEntityRef)
    return tellCompensation({ state: 'stays', changes, reason: sayObject('byWhoApplied') });
  return tellCompensation({
    ...{ state, changes, reason: sayObject('isPutBack') },
    counter: { kind: 'undo' },
  });
}

function deletion(object: ObjectInput, { metadata }: KubeObject) {
  const input = { object, uid: metadata.uid };
  return { kind: 'operation', operation: 'clusters.delete-object', input } as const;
}

/** Nobody knows whether it was done: what is younger than the attempt was made by it. */
function ofInterrupted(of: {
  record: Done['record'];
  attempts: Done['task'];
  object: ObjectInput;
  now: KubeObject;
}): Compensation {
  const { record, attempts, object, now } = of;
  const isDoneAgain = attempts.some(
    ({ status, createdAt }) => status === 'succeeded' && createdAt > record.createdAt,
  );
  if (record.status === 'interrupted' && isDoneAgain)
    return tellCompensation({ state: 'goes-along', reason: sayOperation('undoDoneAgain') });
  if (!mayHaveMade(record, now))
    return tellCompensation({ state: 'stays', reason: sayObject('notKept') });
  return { state: 'as-made', changes: [], counter: deletion(object, now) };
}

/** An attempt that was cut off, and the object is younger than it. */
function mayHaveMade({ status, createdAt }: Attempt, { metadata }: KubeObject): boolean {
  const made = Date.parse(metadata.creationTimestamp ?? '');
  return status === 'interrupted' && made >= createdAt - SECOND_MS;
}

function isSame(one: Attempt['target'], other: Attempt['target']): boolean {
  const parts = ['cluster', 'apiVersion', 'kind', 'namespace', 'name'] as const;
  return parts.every(part => one[part] === other[part]);
}

async function read(
  object: ObjectInput,
  context: OperationContext,
): Promise<KubeObject | undefined> {
  try {
    const { ref } = await nameObject(object, context);
    return await context.kube.get(ref, context.viewer);
  } catch (error) {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  }
}

const managersSchema = z
  .array(
    z.object({
      manager: z.string(),
      time: z.string().optional(),
      subresource: z.string().optional(),
    }),
  )
  .default([]);

/** What differs, and who may have done that: whoever has written to it since, and is no controller. */
function changesOf(
  fields: readonly FieldChange[],
  { now, since }: { now: KubeObject; since: number },
): Phrase[] {
  if (fields.length === 0) return [];
  const managers = managersSchema.safeParse(now.metadata.managedFields).data ?? [];
  const later = managers.filter(
    ({ time, subresource }) =>
      Date.parse(time ?? '') > since - SECOND_MS && subresource !== 'status',
  );
  const people = later.filter(({ manager }) => !CONTROLLERS.test(manager));
  if (later.length > 0 && people.length === 0) return [];
  const names = [...new Set(people.map(({ manager }) => manager))].join(', ');
  const told = fields.slice(0, MAX_TOLD).map(({ path }) => path);
  const more = fields.length - told.length;
  const all = told.join(', ');
  const values = { fields: more > 0 ? sayObject('andMore', { fields: all, number: more }) : all };
  return [
    names === ''
      ? sayObject('changedSince', values)
      : sayObject('changedSinceBy', { ...values, names }),
  ];
}
