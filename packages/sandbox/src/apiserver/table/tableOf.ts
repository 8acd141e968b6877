import { compileJsonPath, type KubeObject } from '@kubemate/kube-common';
import type { Cluster } from '../Cluster';
import { publishedTableColumns, type ColumnDefinition } from '../publishedDocuments';
import { apiVersionOf, type ResourceType } from '../ResourceType';
import { ageOf, type CellValue } from './cellText';
import { coreCells } from './coreCells';
import { workloadCells, type Cells } from './workloadCells';

/** How one resource type is shown as a table. */
export interface TableShape {
  readonly columns: readonly ColumnDefinition[];
  cells(object: KubeObject, now: number): CellValue[];
}

const NAME: ColumnDefinition = {
  name: 'Name',
  type: 'string',
  format: 'name',
  description:
    'Name must be unique within a namespace. Is required when creating resources, although some resources may allow a client to request the generation of an appropriate name automatically. Name is primarily intended for creation idempotence and configuration definition. Cannot be updated. More info: https://kubernetes.io/docs/concepts/overview/working-with-objects/names#names',
  priority: 0,
};

const AGE: ColumnDefinition = {
  name: 'Age',
  type: 'date',
  format: '',
  description:
    'Custom resource definition column (in JSONPath format): .metadata.creationTimestamp',
  priority: 0,
};

/** Kinds without cells of their own show what can be told from any object. */
function plainCells(columns: readonly ColumnDefinition[]): Cells {
  return (object, now) =>
    columns.map(({ name }) => {
      if (name === 'Name') return object.metadata.name;
      if (name === 'Age') return ageOf(object.metadata.creationTimestamp, now);
      return name === 'Created At' ? object.metadata.creationTimestamp : '';
    });
}

function columnValue(value: unknown, type: string, now: number): CellValue {
  if (value === undefined || value === null) return null;
  if (type === 'date') return typeof value === 'string' ? ageOf(value, now) : '<invalid>';
  if (type === 'integer') return typeof value === 'number' ? Math.trunc(value) : null;
  if (type === 'number') return typeof value === 'number' ? value : null;
  if (type === 'boolean') return typeof value === 'boolean' ? value : null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function customShape(type: ResourceType): TableShape {
  const declared = type.custom?.columns ?? [];
  const columns =
    declared.length === 0 ? [{ ...AGE, jsonPath: '.metadata.creationTimestamp' }] : declared;
  const readers = columns.map(column => ({
    type: column.type,
    read: compileJsonPath(column.jsonPath),
  }));
  return {
    columns: [NAME, ...columns.map(({ jsonPath: _path, ...column }) => column)],
    cells: (object, now) => [
      object.metadata.name,
      ...readers.map(({ read, type: columnType }) =>
        columnValue(read?.(object)[0], columnType, now),
      ),
    ],
  };
}

const shapes = new WeakMap<ResourceType, TableShape>();

export function tableShape(type: ResourceType): TableShape {
  const known = shapes.get(type);
  if (known !== undefined) return known;
  const shape = type.custom === undefined ? builtInShape(type) : customShape(type);
  shapes.set(type, shape);
  return shape;
}

function builtInShape(type: ResourceType): TableShape {
  const id = `${apiVersionOf(type)}/${type.plural}`;
  const columns = publishedTableColumns()[id] ?? [NAME, { ...AGE, type: 'string' }];
  const cells = coreCells[type.collection] ?? workloadCells[type.collection] ?? plainCells(columns);
  return { columns, cells };
}

/** Whole objects, their metadata, or nothing beside the cells. */
export type IncludeObject = 'None' | 'Metadata' | 'Object';

export function tableRow(
  object: KubeObject,
  options: { shape: TableShape; include: IncludeObject; cluster: Cluster },
): unknown {
  const { shape, include, cluster } = options;
  const metadata = {
    kind: 'PartialObjectMetadata',
    apiVersion: 'meta.k8s.io/v1',
    metadata: object.metadata,
  };
  const shown = { None: null, Metadata: metadata, Object: object }[include];
  return { cells: shape.cells(object, cluster.clock.now()), object: shown };
}

export function tableText(
  metadata: unknown,
  columns: readonly ColumnDefinition[] | null,
  rows: readonly unknown[],
): string {
  return JSON.stringify({
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
    columnDefinitions: columns,
    rows,
  });
}
