import type { KubeObject } from '@kubemate/kube-common';
import type { FieldChange, ObjectDiff, OperationTarget } from '@kubemate/operations-common';
import { createHash } from 'node:crypto';
import { stringify } from 'yaml';

const MAX_CHANGES = 200;
const MAX_VALUE = 2_000;
const MAX_YAML = 256 * 1024;
/** What kubectl and others keep of the last apply: all of the object once more, a Secret's values too. */
const LAST_APPLIED = '/last-applied-configuration';

/** The object without what the API server keeps for itself: what a person would write. */
export function writtenPart(object: KubeObject): Record<string, unknown> {
  const { status, metadata, ...rest } = object;
  const { managedFields, resourceVersion, generation, uid, creationTimestamp, ...kept } = metadata;
  const annotations = Object.entries(kept.annotations ?? {}).filter(
    ([key]) => !key.endsWith(LAST_APPLIED),
  );
  return {
    ...rest,
    metadata: {
      ...kept,
      annotations: annotations.length > 0 ? Object.fromEntries(annotations) : undefined,
    },
  };
}

/**
 * How an object changes, as YAML and field by field. `KubeService` gives Secrets with sizes in place of values; where a value comes from
 * elsewhere, it is replaced here too. Absent `before` is a creation, absent `after` a removal.
 */
export function diffObjects(
  target: OperationTarget,
  { before, after }: { before?: KubeObject; after?: KubeObject },
): ObjectDiff {
  const written = {
    before: before && normal(withoutSecrets(writtenPart(before))),
    after: after && normal(withoutSecrets(writtenPart(after))),
  };
  const changes: FieldChange[] = [];
  if (written.before !== undefined && written.after !== undefined)
    collect({ path: '', ...written, changes });
  return {
    target,
    before: written.before === undefined ? undefined : toYaml(written.before),
    after: written.after === undefined ? undefined : toYaml(written.after),
    changes: bounded(changes),
  };
}

/**
 * Stands for what a plan saw: the fields that would change with their values before; of what would be removed, all of it; of what would be made,
 * that it was not there. And for whatever else the plan rests on.
 */
export function basisOf(diff: readonly ObjectDiff[], rest?: unknown): string {
  const seen = diff.map(({ target, before, after, changes }) => ({
    target,
    made: before === undefined,
    removed: after === undefined ? (before ?? true) : false,
    fields: changes.map(change => [change.path, change.before ?? null]),
  }));
  return fingerprint(rest === undefined ? seen : [seen, normal(rest)]);
}

const SIZE = /^\d+ bytes?$/;

/** Nothing of a Secret's values may reach a plan, which is shown, stored and told to the audit trail. */
function withoutSecrets(object: Record<string, unknown>): Record<string, unknown> {
  if (object.kind !== 'Secret') return object;
  const sized = (values: unknown, encoding: 'base64' | 'utf8') =>
    isRecord(values)
      ? Object.fromEntries(
          Object.entries(values).map(([key, value]) => [key, sizeOf(value, encoding)]),
        )
      : values && '…';
  const { data, stringData, ...rest } = object;
  return { ...rest, data: sized(data, 'base64'), stringData: sized(stringData, 'utf8') };
}

function sizeOf(value: unknown, encoding: 'base64' | 'utf8'): string {
  if (typeof value !== 'string') return '…';
  if (SIZE.test(value)) return value;
  const bytes = Buffer.byteLength(value, encoding);
  return `${bytes} byte${bytes === 1 ? '' : 's'}`;
}

function toYaml(value: unknown): string {
  const text = stringify(value, { lineWidth: 0, aliasDuplicateObjects: false });
  if (text.length <= MAX_YAML) return text;
  return `${text.slice(0, MAX_YAML)}\n# cut off here; ${fingerprint(text)}\n`;
}

/** As JSON has it, with keys in one order, so that equal objects are equal texts. */
function normal(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(normal);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, child]) => child !== undefined);
  return Object.fromEntries(
    entries
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, child]) => [key, normal(child)]),
  );
}

interface Difference {
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly changes: FieldChange[];
}

function collect({ path, before, after, changes }: Difference): void {
  if (sameJson(before, after)) return;
  if (isRecord(before) && isRecord(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)]))
      collect({
        path: join(path, key),
        before: ownValue(before, key),
        after: ownValue(after, key),
        changes,
      });
    return;
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    collectItems({ path, before, after, changes });
    return;
  }
  changes.push({
    path,
    ...(before === undefined ? {} : { before: shortened(before) }),
    ...(after === undefined ? {} : { after: shortened(after) }),
  });
}

/** Items with names are matched by them, as containers, ports and variables are in Kubernetes; others by position. */
function collectItems({ path, before, after, changes }: Difference): void {
  const old = keyed(before);
  const young = keyed(after);
  for (const key of new Set([...old.keys(), ...young.keys()]))
    collect({ path: `${path}[${key}]`, before: old.get(key), after: young.get(key), changes });
  const [oldOrder, youngOrder] = [old, young].map(items =>
    [...items.keys()].filter(key => old.has(key) && young.has(key)),
  );
  if (!sameJson(oldOrder, youngOrder))
    changes.push({ path: `${path}[order]`, before: oldOrder, after: youngOrder });
}

function keyed(items: unknown): Map<string, unknown> {
  const list: readonly unknown[] = Array.isArray(items) ? items : [];
  const names = list.map(item => (isRecord(item) ? item.name : undefined));
  const named =
    names.every(name => typeof name === 'string') && new Set(names).size === names.length;
  return new Map(list.map((item, index) => [named ? String(names[index]) : String(index), item]));
}

/** At most so many, and one that stands for all others: it differs where one of them does. */
function bounded(changes: readonly FieldChange[]): FieldChange[] {
  if (changes.length <= MAX_CHANGES) return [...changes];
  const rest = changes.slice(MAX_CHANGES);
  const about = (side: 'before' | 'after') =>
    `${rest.length} more fields, ${fingerprint(rest.map(change => [change.path, change[side] ?? null]))}`;
  return [
    ...changes.slice(0, MAX_CHANGES),
    { path: '…', before: about('before'), after: about('after') },
  ];
}

/** A label may be named `constructor`, and every object has something of that name. */
function ownValue(record: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function join(path: string, key: string): string {
  const plain = /^[\w-]+$/.test(key);
  if (!plain) return `${path}[${JSON.stringify(key)}]`;
  return path === '' ? key : `${path}.${key}`;
}

function sameJson(left: unknown, right: unknown): boolean {
  return left === right || JSON.stringify(left) === JSON.stringify(right);
}

/** What is cut off still tells two values apart. */
function shortened(value: unknown): unknown {
  const text = JSON.stringify(value);
  if (text.length <= MAX_VALUE) return value;
  return `${text.slice(0, MAX_VALUE)}… (${text.length} characters, ${fingerprint(text)})`;
}

function fingerprint(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
