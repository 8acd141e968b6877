import { NotFoundError } from '@backstage/errors';
import type { KindSchema } from '@kubemate/plugin-clusters-common';

const COMPONENTS = '#/components/schemas/';
const DEFINITIONS = '#/definitions/';

type Json = Readonly<Record<string, unknown>>;

/**
 * The schema of one kind out of a group's OpenAPI v3 document, with the definitions that it leads to and no others: the document of
 * `apps/v1` has ten kinds, and an editor needs one. Definitions stay by name, because Kubernetes' schemas refer to each other in cycles.
 *
 * @throws NotFoundError where the document has no such kind
 */
export function kindSchema(
  document: unknown,
  { group, version, kind }: { group: string; version: string; kind: string },
): KindSchema {
  const schemas = asJson(asJson(asJson(document).components).schemas);
  const name = Object.keys(schemas).find(key =>
    asList(asJson(schemas[key])['x-kubernetes-group-version-kind']).some(item => {
      const gvk = asJson(item);
      return gvk.group === group && gvk.version === version && gvk.kind === kind;
    }),
  );
  if (name === undefined)
    throw new NotFoundError(`The cluster publishes no schema for kind ${kind} of ${version}`);
  const definitions: Record<string, Json> = {};
  const open = [name];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next in definitions) continue;
    definitions[next] = asJson(renamed(schemas[next], found => open.push(found)));
  }
  return { root: { $ref: `${DEFINITIONS}${name}` }, definitions };
}

/** A copy whose references point to `definitions`; tells each name that is referred to. */
function renamed(value: unknown, onReference: (name: string) => void): unknown {
  if (Array.isArray(value)) return value.map(item => renamed(item, onReference));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => {
      if (key !== '$ref' || typeof child !== 'string' || !child.startsWith(COMPONENTS))
        return [key, renamed(child, onReference)];
      const name = child.slice(COMPONENTS.length);
      onReference(name);
      return [key, `${DEFINITIONS}${name}`];
    }),
  );
}

function asJson(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {};
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
