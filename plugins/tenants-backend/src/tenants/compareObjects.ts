import type { KubeObject } from '@kubemate/kube-common';
import { parseQuantity } from '@kubemate/kube-common';
import type { Drift } from '@kubemate/plugin-tenants-common';
import type { DesiredObject } from './desiredObjects';
import type { TenantKind } from './kinds';

type Change = Drift['changes'][number];

/**
 * Fields whose every key is the tenant's: one more limit, subject or condition on a policy changes what it declares. Elsewhere the API server fills
 * in defaults.
 */
const WHOLE: Partial<Record<TenantKind, RegExp>> = {
  NetworkPolicy: /^spec/,
  ResourceQuota: /^spec\.hard$/,
  RoleBinding: /^(?:subjects|roleRef)/,
};

/** Where a live object differs in a field that the tenant declares. What others have set beside is theirs. */
export function compareObjects(desired: DesiredObject, live: KubeObject): readonly Change[] {
  const changes: Change[] = [];
  const { kind, apiVersion, metadata, ...fields } = desired;
  compare(
    { path: 'metadata.labels', declared: metadata.labels, live: live.metadata.labels },
    changes,
  );
  for (const [field, declared] of Object.entries(fields))
    compare({ path: field, declared, live: live[field], whole: WHOLE[kind] }, changes);
  return changes;
}

function compare(
  {
    path,
    declared,
    live,
    whole,
  }: { path: string; declared: unknown; live: unknown; whole?: RegExp },
  changes: Change[],
): void {
  if (isRecord(declared) && isRecord(live)) {
    const keys = whole?.test(path)
      ? new Set([...Object.keys(declared), ...Object.keys(live)])
      : Object.keys(declared);
    for (const key of keys) {
      const child = /^[\w-]+$/.test(key) ? `${path}.${key}` : `${path}["${key}"]`;
      compare({ path: child, declared: declared[key], live: live[key], whole }, changes);
    }
    return;
  }
  if (Array.isArray(declared) && Array.isArray(live) && declared.length === live.length) {
    declared.forEach((item, index) =>
      compare({ path: `${path}[${index}]`, declared: item, live: live[index], whole }, changes),
    );
    return;
  }
  if (same(declared, live)) return;
  changes.push({
    path,
    ...(declared === undefined ? {} : { declared }),
    ...(live === undefined ? {} : { live }),
  });
}

function same(declared: unknown, live: unknown): boolean {
  if (JSON.stringify(declared) === JSON.stringify(live)) return true;
  // The API server leaves out what is empty.
  if (isEmpty(declared) && live === undefined) return true;
  const amounts = [declared, live].map(amountOf);
  return amounts[0] !== undefined && amounts[0] === amounts[1];
}

function amountOf(value: unknown): number | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  return parseQuantity(String(value));
}

function isEmpty(value: unknown): boolean {
  return (
    (isRecord(value) && Object.keys(value).length === 0) ||
    (Array.isArray(value) && value.length === 0)
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
