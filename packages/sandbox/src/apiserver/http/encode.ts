import { apiVersionOf, type ResourceType } from '../ResourceType';
import type { StoredObject } from '../store/StoredObject';

function head(type: ResourceType, kind: string): string {
  return `{"kind":${JSON.stringify(kind)},"apiVersion":${JSON.stringify(apiVersionOf(type))},`;
}

function converted(entry: StoredObject, type: ResourceType): string | undefined {
  const { conversion } = type;
  return conversion === undefined
    ? undefined
    : JSON.stringify(conversion.fromStored(entry.object()));
}

/** A stored object as JSON, in the version of `type`. */
export function encodeObject(entry: StoredObject, type: ResourceType): string {
  return converted(entry, type) ?? head(type, type.kind) + entry.body();
}

/** A list item: built-in kinds are written without `kind` and `apiVersion`, as Go's typed lists are. */
export function encodeItem(entry: StoredObject, type: ResourceType): string {
  if (type.custom !== undefined) return encodeObject(entry, type);
  const { conversion } = type;
  if (conversion === undefined) return `{${entry.body()}`;
  const { kind: _kind, apiVersion: _version, ...rest } = conversion.fromStored(entry.object());
  return JSON.stringify(rest);
}

export interface ListMetadata {
  readonly resourceVersion: string;
  readonly continue?: string;
  readonly remainingItemCount?: number;
}

export function encodeList(
  type: ResourceType,
  metadata: ListMetadata,
  items: readonly string[],
): string {
  return `${head(type, type.listKind)}"metadata":${JSON.stringify(metadata)},"items":[${items.join(',')}]}`;
}
