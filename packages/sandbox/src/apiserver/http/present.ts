import { ApiStatusError } from '../ApiStatusError';
import type { Cluster } from '../Cluster';
import { apiVersionOf, type ResourceType } from '../ResourceType';
import type { StoredObject } from '../store/StoredObject';
import { tableRow, tableShape, tableText, type IncludeObject } from '../table/tableOf';
import type { ObjectWriter } from '../writes/ObjectWriter';
import { encodeItem, encodeList, encodeObject, type ListMetadata } from './encode';
import type { Representation } from './mediaType';
import type { EventEncoder } from './watch';

interface Presentation {
  readonly cluster: Cluster;
  readonly writer: ObjectWriter;
  readonly type: ResourceType;
  readonly as: Representation['as'];
  readonly include: IncludeObject;
}

const META = 'meta.k8s.io/v1';

export function includeObject(query: URLSearchParams): IncludeObject {
  const wanted = query.get('includeObject') ?? '';
  if (wanted === '' || wanted === 'Metadata') return 'Metadata';
  if (wanted === 'None' || wanted === 'Object') return wanted;
  throw ApiStatusError.badRequest(`unrecognized includeObject value: "${wanted}"`);
}

function partial(entry: StoredObject, { writer, type }: Presentation, withKind: boolean): string {
  const { metadata } = writer.present(entry, type);
  const head = withKind ? { kind: 'PartialObjectMetadata', apiVersion: META } : {};
  return JSON.stringify({ ...head, metadata });
}

function row(entry: StoredObject, presentation: Presentation): unknown {
  const { writer, type } = presentation;
  const shape = tableShape(type);
  return tableRow(writer.present(entry, type), { ...presentation, shape });
}

/** One stored object in the representation asked for. */
export function presentObject(entry: StoredObject, presentation: Presentation): string {
  const { type, as } = presentation;
  if (as === 'Table') {
    const { resourceVersion } = entry.object().metadata;
    return tableText({ resourceVersion }, tableShape(type).columns, [row(entry, presentation)]);
  }
  if (as === 'PartialObjectMetadata') return partial(entry, presentation, true);
  return encodeObject(entry, type);
}

export function presentList(
  metadata: ListMetadata,
  entries: readonly StoredObject[],
  presentation: Presentation,
): string {
  const { type, as } = presentation;
  if (as === 'Table') {
    const rows = entries.map(entry => row(entry, presentation));
    return tableText(metadata, tableShape(type).columns, rows);
  }
  if (as === 'PartialObjectMetadataList') {
    const items = entries.map(entry => partial(entry, presentation, false)).join(',');
    return `{"kind":"${as}","apiVersion":"${META}","metadata":${JSON.stringify(metadata)},"items":[${items}]}`;
  }
  const items = entries.map(entry => encodeItem(entry, type));
  return encodeList(type, metadata, items);
}

/** How a watch writes its objects. Tables carry their columns in the first event only. */
export function eventEncoder(presentation: Presentation): EventEncoder {
  const { type, as, include } = presentation;
  const plain = {
    key: apiVersionOf(type),
    contentType: 'application/json',
    object: (entry: StoredObject) => encodeObject(entry, type),
    bookmark: (metadata: Record<string, unknown>) =>
      JSON.stringify({ kind: type.kind, apiVersion: apiVersionOf(type), metadata }),
  };
  if (as === 'PartialObjectMetadata' || as === 'PartialObjectMetadataList')
    return {
      ...plain,
      key: `${plain.key} partial`,
      object: entry => partial(entry, presentation, true),
      bookmark: metadata =>
        JSON.stringify({ kind: 'PartialObjectMetadata', apiVersion: META, metadata }),
    };
  if (as !== 'Table') return plain;
  let columns: ReturnType<typeof tableShape>['columns'] | null = tableShape(type).columns;
  const next = (metadata: unknown, rows: readonly unknown[]) => {
    const text = tableText(metadata, columns, rows);
    columns = null;
    return text;
  };
  return {
    ...plain,
    // The first event differs, and cells hold ages: tables are not shared between watchers.
    key: undefined,
    object: entry =>
      next({ resourceVersion: entry.object().metadata.resourceVersion }, [
        row(entry, presentation),
      ]),
    bookmark: metadata =>
      next({ resourceVersion: metadata.resourceVersion }, [
        {
          cells: tableShape(type).columns.map(() => null),
          object:
            include === 'None'
              ? null
              : { kind: 'PartialObjectMetadata', apiVersion: META, metadata },
        },
      ]),
  };
}
