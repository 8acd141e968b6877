import { listAt, objectAt, objectsAt, stringAt } from './json';
import type { JsonObject } from './publishedDocuments';
import {
  collectionName,
  type CustomVersion,
  type ResourceType,
  type Subresource,
} from './ResourceType';
import { objectMetaDefinitions, objectMetaSchema } from './schema/openApiSchemas';
import { SchemaNode } from './schema/SchemaNode';

const VERBS = ['delete', 'deletecollection', 'get', 'list', 'patch', 'create', 'update', 'watch'];
const SUBRESOURCE_VERBS = ['get', 'patch', 'update'];
const DEFINITIONS = '#/components/schemas/';

function strings(values: readonly unknown[]): string[] {
  return values.filter(value => typeof value === 'string');
}

function customVersion(version: JsonObject): CustomVersion {
  const subresources = objectAt(version, 'subresources');
  const scale = objectAt(subresources, 'scale');
  const labelSelectorPath = stringAt(scale, 'labelSelectorPath');
  return {
    columns: objectsAt(version, 'additionalPrinterColumns').map(column => ({
      name: stringAt(column, 'name') ?? '',
      type: stringAt(column, 'type') ?? 'string',
      format: stringAt(column, 'format') ?? '',
      description:
        stringAt(column, 'description') ??
        `Custom resource definition column (in JSONPath format): ${stringAt(column, 'jsonPath') ?? ''}`,
      priority: typeof column.priority === 'number' ? column.priority : 0,
      jsonPath: stringAt(column, 'jsonPath') ?? '',
    })),
    hasStatus: subresources.status !== undefined,
    ...(subresources.scale === undefined
      ? {}
      : {
          scale: {
            specReplicasPath: stringAt(scale, 'specReplicasPath') ?? '',
            statusReplicasPath: stringAt(scale, 'statusReplicasPath') ?? '',
            ...(labelSelectorPath === undefined ? {} : { labelSelectorPath }),
          },
        }),
    selectableFields: objectsAt(version, 'selectableFields').flatMap(field =>
      strings([field.jsonPath]),
    ),
    openAPIV3Schema: objectAt(version, 'schema', 'openAPIV3Schema'),
  };
}

/** The CRD's schema with the fields that every object has. */
function customSchema(openAPIV3Schema: JsonObject): SchemaNode {
  const properties = objectAt(openAPIV3Schema, 'properties');
  // ObjectMeta refers to further definitions: owner references, managed fields.
  const resolve = (ref: string): JsonObject =>
    ref === 'ObjectMeta'
      ? objectMetaSchema().raw
      : (objectMetaDefinitions()[ref.replace(DEFINITIONS, '')] ?? {});
  return new SchemaNode(
    {
      ...openAPIV3Schema,
      properties: {
        ...properties,
        apiVersion: { type: 'string' },
        kind: { type: 'string' },
        metadata: { $ref: 'ObjectMeta' },
      },
    },
    resolve,
  );
}

function subresourcesOf(kind: string, custom: CustomVersion): Subresource[] {
  const status = { name: 'status', kind, verbs: SUBRESOURCE_VERBS };
  const scale = {
    name: 'scale',
    kind: 'Scale',
    group: 'autoscaling',
    version: 'v1',
    verbs: SUBRESOURCE_VERBS,
  };
  return [...(custom.hasStatus ? [status] : []), ...(custom.scale === undefined ? [] : [scale])];
}

/** The resource types that a CustomResourceDefinition serves, one per served version. */
export function customTypes(crd: JsonObject): ResourceType[] {
  const spec = objectAt(crd, 'spec');
  const names = objectAt(spec, 'names');
  const group = stringAt(spec, 'group') ?? '';
  const plural = stringAt(names, 'plural') ?? '';
  const kind = stringAt(names, 'kind') ?? '';
  return objectsAt(spec, 'versions')
    .filter(version => version.served === true)
    .map(version => {
      const custom = customVersion(version);
      const schema = customSchema(custom.openAPIV3Schema);
      return {
        group,
        version: stringAt(version, 'name') ?? '',
        plural,
        kind,
        listKind: stringAt(names, 'listKind') ?? `${kind}List`,
        singular: stringAt(names, 'singular') ?? kind.toLowerCase(),
        namespaced: spec.scope === 'Namespaced',
        shortNames: strings(listAt(names, 'shortNames')),
        categories: strings(listAt(names, 'categories')),
        verbs: VERBS,
        subresources: subresourcesOf(kind, custom),
        collection: collectionName(group, plural),
        custom,
        schema: () => schema,
      };
    });
}
