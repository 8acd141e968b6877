import { hash32, nameSuffix } from '../Random';
import type { PodTemplate } from '../objects/pod';

export const POD_TEMPLATE_HASH = 'pod-template-hash';

/** JSON with sorted keys, so that equal templates have equal text. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined && field !== null)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`);
  return `{${fields.join(',')}}`;
}

function withoutHash({ metadata, spec }: PodTemplate): unknown {
  const { [POD_TEMPLATE_HASH]: _hash, ...labels } = metadata?.labels ?? {};
  return { labels, annotations: metadata?.annotations ?? {}, spec };
}

/** Whether two templates make the same pods, whatever hash label they carry. */
export function sameTemplate(left: PodTemplate, right: PodTemplate): boolean {
  return canonicalJson(withoutHash(left)) === canonicalJson(withoutHash(right));
}

/** The hash that names a template's ReplicaSet or revision. */
export function templateHash(template: PodTemplate, collisions = 0): string {
  const text = canonicalJson(withoutHash(template));
  return nameSuffix(hash32(text, collisions), 5) + nameSuffix(hash32(text, collisions + 1), 4);
}
