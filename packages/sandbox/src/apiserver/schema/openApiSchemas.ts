import { gunzipSync } from 'node:zlib';
import { publishedOpenApiBytes, type JsonObject } from '../publishedDocuments';
import { SchemaNode } from './SchemaNode';

const PREFIX = '#/components/schemas/';

interface GroupVersionSchemas {
  readonly schemas: Record<string, JsonObject>;
  readonly byKind: Map<string, SchemaNode>;
}

/** Shared by all sandbox clusters of the process: the documents never change. */
const loaded = new Map<string, GroupVersionSchemas>();

function load(path: string): GroupVersionSchemas {
  const known = loaded.get(path);
  if (known !== undefined) return known;
  const bytes = publishedOpenApiBytes(path);
  const text = bytes === undefined ? '{}' : gunzipSync(bytes).toString('utf8');
  // Descriptions are two thirds of the text; only `/openapi/v3` serves them, from the file itself.
  const document = JSON.parse(text, (key, value) =>
    key === 'description' && typeof value === 'string' ? undefined : value,
  ) as { components?: { schemas?: Record<string, JsonObject> } };
  const schemas = document.components?.schemas ?? {};
  const result = { schemas, byKind: new Map<string, SchemaNode>() };
  loaded.set(path, result);
  return result;
}

interface GroupVersionKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** The published schema of a built-in kind, or undefined where there is none. */
export function builtInSchema({ group, version, kind }: GroupVersionKind): SchemaNode | undefined {
  const { schemas, byKind } = load(group === '' ? `api/${version}` : `apis/${group}/${version}`);
  const known = byKind.get(kind);
  if (known !== undefined) return known;
  const resolve = (ref: string) => schemas[ref.replace(PREFIX, '')] ?? {};
  const raw = Object.values(schemas).find(schema => {
    const kinds = schema['x-kubernetes-group-version-kind'];
    return (
      Array.isArray(kinds) &&
      kinds.some(entry => entry.group === group && entry.version === version && entry.kind === kind)
    );
  });
  if (raw === undefined) return undefined;
  const node = new SchemaNode(raw, resolve);
  byKind.set(kind, node);
  return node;
}

let objectMeta: SchemaNode | undefined;

/** The published schema of `ObjectMeta`, which CRD schemas leave out. */
export function objectMetaSchema(): SchemaNode {
  const { schemas } = load('api/v1');
  const name = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';
  objectMeta ??= new SchemaNode(schemas[name] ?? {}, ref => schemas[ref.replace(PREFIX, '')] ?? {});
  return objectMeta;
}

/** `ObjectMeta` and what it refers to, by definition name. */
export function objectMetaDefinitions(): Record<string, JsonObject> {
  const { schemas } = load('api/v1');
  const names = ['ObjectMeta', 'OwnerReference', 'ManagedFieldsEntry', 'FieldsV1', 'Time'];
  return Object.fromEntries(
    names
      .map(name => `io.k8s.apimachinery.pkg.apis.meta.v1.${name}`)
      .map(name => [name, schemas[name] ?? {}]),
  );
}
