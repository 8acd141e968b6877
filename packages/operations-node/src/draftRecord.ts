import { createHash, randomUUID, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import type { z } from 'zod';
import type { OperationCaller } from './OperationCaller';
import type { AnyOperation } from './OperationDefinition';
import type { OperationRecord } from './OperationRecord';

type Input = z.output<z.ZodObject>;

export interface DraftRequest {
  readonly inputs: readonly Input[];
  /** Many inputs under one record, also where it is only one. */
  readonly bulk: boolean;
  readonly caller: OperationCaller;
  readonly reason?: string;
  readonly idempotencyKey?: string;
  readonly now: number;
}

/** A record as it stands before anything is known; without the secret fields of its inputs. */
export async function draftRecord(
  operation: AnyOperation,
  request: DraftRequest,
): Promise<OperationRecord> {
  const { contract } = operation;
  const { inputs, bulk, caller, now, idempotencyKey, reason } = request;
  const targets = inputs.map(input => operation.target(input));
  const [target] = targets;
  if (target === undefined) throw new TypeError('A draft needs an input');
  const kept = inputs.map(input => withoutFields(input, contract.secretFields ?? []));
  return {
    id: randomUUID(),
    runId: randomUUID(),
    operation: contract.name,
    effect: contract.effect,
    status: 'running',
    summary: bulk ? `${contract.title}: ${inputs.length} objects` : contract.title,
    actor: caller.viewer.userEntityRef,
    target,
    createdAt: now,
    results: bulk ? targets.map(each => ({ target: each, status: 'pending' })) : [],
    warnings: [],
    approvals: [],
    diff: [],
    reason,
    idempotencyKey,
    inputHash: await hashOf(operation, request),
    ...(bulk ? { input: {}, inputs: kept } : { input: kept[0] ?? {} }),
    inputIsPartial: kept.some(
      (each, index) => Object.keys(each).length < Object.keys(inputs[index] ?? {}).length,
    ),
    source: caller.source,
    revision: 1,
    undelivered: false,
  };
}

function withoutFields(input: Input, fields: readonly string[]): Input {
  return Object.fromEntries(Object.entries(input).filter(([key]) => !fields.includes(key)));
}

const slowHash = promisify<string, string, number, Buffer>(scrypt);

/**
 * Only compared where a key is used again. Where the input has secrets it is made slowly and with the key as its salt, as a short password could be
 * guessed from it.
 */
async function hashOf(
  { contract }: AnyOperation,
  { inputs, bulk, idempotencyKey }: DraftRequest,
): Promise<string> {
  if (idempotencyKey === undefined) return '';
  const text = JSON.stringify(sorted(bulk ? { inputs } : inputs[0]));
  if (!contract.secretFields?.length) return createHash('sha256').update(text).digest('base64url');
  return (await slowHash(text, idempotencyKey, 32)).toString('base64url');
}

/** The order of keys says nothing. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, child]) => [key, sorted(child)]);
}
