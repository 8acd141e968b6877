import type { ClusterObject } from '@kubemate/plugin-clusters-common';
import { stringify } from 'yaml';

const SERVER_SIDE = [
  'managedFields',
  'uid',
  'creationTimestamp',
  'generation',
  'selfLink',
  // Put back when the text is applied: nobody should have to read past it.
  'resourceVersion',
];
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** What a person may write of an object. */
export function editablePart(object: ClusterObject): Record<string, unknown> {
  const { status: _status, metadata, apiVersion, kind, ...rest } = object;
  const kept = Object.entries(metadata)
    .filter(([key]) => !SERVER_SIDE.includes(key))
    .map(([key, value]) => [key, key === 'annotations' ? withoutLastApplied(value) : value])
    .filter(([, value]) => value !== undefined);
  return { apiVersion, kind, metadata: Object.fromEntries(kept), ...rest };
}

function withoutLastApplied(annotations: unknown): unknown {
  if (typeof annotations !== 'object' || annotations === null) return undefined;
  const kept = Object.entries(annotations).filter(([key]) => key !== LAST_APPLIED);
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

export function toText(value: unknown): string {
  return stringify(value, { lineWidth: 0, aliasDuplicateObjects: false });
}
