import { resourcePath } from '@kubemate/kube-common';
import type { JsonObject } from '../publishedDocuments';
import { objectAt } from '../json';
import { apiVersionOf, type ResourceType } from '../ResourceType';
import { objectMetaDefinitions } from '../schema/openApiSchemas';

const OBJECT_META = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';

/** `io.example.v1.Widget`: the group reversed, as the real server names definitions. */
function definitionName({ group, version, kind }: ResourceType): string {
  return `${group.split('.').reverse().join('.')}.${version}.${kind}`;
}

function reference(name: string): JsonObject {
  return { $ref: `#/components/schemas/${name}` };
}

function kindsOf({ group, version, kind }: ResourceType): JsonObject[] {
  return [{ group, version, kind }];
}

function objectSchema(type: ResourceType): JsonObject {
  const schema = type.custom?.openAPIV3Schema ?? {};
  return {
    ...schema,
    properties: {
      ...objectAt(schema, 'properties'),
      apiVersion: { type: 'string' },
      kind: { type: 'string' },
      metadata: { allOf: [reference(OBJECT_META)] },
    },
    'x-kubernetes-group-version-kind': kindsOf(type),
  };
}

function listSchema(type: ResourceType): JsonObject {
  return {
    type: 'object',
    required: ['items'],
    properties: {
      apiVersion: { type: 'string' },
      kind: { type: 'string' },
      metadata: { type: 'object' },
      items: { type: 'array', items: reference(definitionName(type)) },
    },
    'x-kubernetes-group-version-kind': [{ ...kindsOf(type)[0], kind: type.listKind }],
  };
}

function operation(type: ResourceType, action: string): JsonObject {
  const content = { 'application/json': { schema: reference(definitionName(type)) } };
  return {
    responses: { 200: { description: 'OK', content } },
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': kindsOf(type)[0],
  };
}

function paths(type: ResourceType): JsonObject {
  const namespace = type.namespaced ? { namespace: '{namespace}' } : {};
  const collection = decodeURIComponent(resourcePath({ resource: type, ...namespace }));
  const object = `${collection}/{name}`;
  const verbs = { get: 'get', put: 'put', patch: 'patch', delete: 'delete' };
  const entries = Object.entries(verbs).map(([method, action]) => [
    method,
    operation(type, action),
  ]);
  return {
    [collection]: { get: operation(type, 'list'), post: operation(type, 'post') },
    [object]: Object.fromEntries(entries),
  };
}

/** The OpenAPI v3 document of one group version of custom resources. */
export function customDocument(types: readonly ResourceType[]): JsonObject {
  const schemas: JsonObject = { ...objectMetaDefinitions() };
  for (const type of types) {
    schemas[definitionName(type)] = objectSchema(type);
    schemas[`${definitionName(type)}List`] = listSchema(type);
  }
  const [first] = types;
  return {
    openapi: '3.0.0',
    info: {
      title: 'Kubernetes CRD Swagger',
      version: first === undefined ? '' : apiVersionOf(first),
    },
    paths: Object.assign({}, ...types.map(paths)),
    components: { schemas },
  };
}
