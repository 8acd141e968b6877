import type { KubeObject, ObjectMeta } from '@kubemate/kube-common';
import { ApiStatusError } from '../ApiStatusError';
import { isJsonObject } from '../json';
import type { JsonObject } from '../publishedDocuments';
import { apiVersionOf, type ResourceType } from '../ResourceType';

/** Letters of generated name suffixes: no vowels and no look-alikes, as in the real server. */
const SUFFIX_LETTERS = 'bcdfghjklmnpqrstvwxz2456789';
const MAX_GENERATED_BASE = 58;

/** RFC 3339 with whole seconds, as `metav1.Time` is written. */
export function timestamp(epochMs: number): string {
  return new Date(epochMs).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** A version 4 UUID from the injected randomness. */
export function randomUid(random: () => number): string {
  const hex = Array.from({ length: 32 }, () => Math.floor(random() * 16));
  hex[12] = 4;
  hex[16] = 8 + ((hex[16] ?? 0) % 4);
  const text = hex.map(digit => digit.toString(16)).join('');
  return [
    text.slice(0, 8),
    text.slice(8, 12),
    text.slice(12, 16),
    text.slice(16, 20),
    text.slice(20),
  ].join('-');
}

/** `generateName` plus five random letters. */
export function generatedName(base: string, random: () => number): string {
  const letters = Array.from(
    { length: 5 },
    () => SUFFIX_LETTERS[Math.floor(random() * SUFFIX_LETTERS.length)] ?? 'x',
  );
  return base.slice(0, MAX_GENERATED_BASE) + letters.join('');
}

/** Refuses a body whose kind or version is not the one of the path. */
export function checkTypeMeta(object: JsonObject, type: ResourceType): void {
  const expected = apiVersionOf(type);
  const { apiVersion = expected, kind = type.kind } = object;
  if (kind !== type.kind || apiVersion !== expected) {
    throw ApiStatusError.badRequest(
      kind === type.kind
        ? `the API version in the data (${apiVersion}) does not match the expected API version (${expected})`
        : `${type.kind} in version "${type.version}" cannot be handled as a ${type.kind}: no kind "${kind}" is registered for the internal version of group "${type.group}"`,
    );
  }
}

/** The object's metadata as an unfinished {@link ObjectMeta}; whatever is not an object becomes empty. */
export function metadataOf(object: JsonObject): Partial<ObjectMeta> & JsonObject {
  return isJsonObject(object.metadata) ? object.metadata : {};
}

/** `kind`, `apiVersion` and `metadata` first, as the real server writes them. */
export function assemble(type: ResourceType, object: JsonObject, metadata: ObjectMeta): KubeObject {
  const { apiVersion: _version, kind: _kind, metadata: _metadata, ...rest } = object;
  return { kind: type.kind, apiVersion: apiVersionOf(type), metadata, ...rest };
}

/** Namespace of a write: the path decides, the body must agree. */
export function checkNamespace(
  metadata: Partial<ObjectMeta>,
  namespace: string | undefined,
  type: ResourceType,
): void {
  if (!type.namespaced) {
    delete metadata.namespace;
    return;
  }
  if (
    metadata.namespace !== undefined &&
    metadata.namespace !== '' &&
    metadata.namespace !== namespace
  )
    throw ApiStatusError.badRequest(
      'the namespace of the provided object does not match the namespace sent on the request',
    );
  metadata.namespace = namespace;
}
