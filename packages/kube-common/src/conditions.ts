import type { Condition, KubeObject } from './kubeObject';

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function toCondition(value: unknown): Condition[] {
  if (!isRecord(value) || typeof value.type !== 'string') return [];
  const { type, status } = value;
  return [
    {
      type,
      status: status === 'True' || status === 'False' ? status : 'Unknown',
      reason: text(value.reason),
      message: text(value.message),
      lastTransitionTime: text(value.lastTransitionTime),
    },
  ];
}

/** The well-formed entries of `status.conditions`; empty for an object of any other shape. */
export function conditionsOf(object: KubeObject): Condition[] {
  const { status } = object;
  if (!isRecord(status) || !Array.isArray(status.conditions)) return [];
  return status.conditions.flatMap(toCondition);
}

/** The condition of that type, if the object reports it. */
export function findCondition<T extends { readonly type: string }>(
  conditions: readonly T[] | undefined,
  type: string,
): T | undefined {
  return conditions?.find(condition => condition.type === type);
}

/** Whether the object reports that condition as true. */
export function isTrue(
  conditions: readonly { readonly type: string; readonly status: string }[] | undefined,
  type: string,
): boolean {
  return findCondition(conditions, type)?.status === 'True';
}
