import type { KubeObject } from '@kubemate/kube-common';
import type { JsonObject } from '../publishedDocuments';
import { hasSubresource, type ResourceType } from '../ResourceType';
import { timestamp } from '../writes/metadata';
import type { WriteRequest } from '../writes/WriteRequest';
import { FieldSet } from './FieldSet';
import { compareFields } from './fieldSets';
import {
  findManager,
  readManagers,
  withManager,
  writeManagers,
  type Manager,
} from './ManagedFields';

/** Fields of `metadata` that belong to the server; nobody manages them. */
const SERVER_METADATA = [
  'name',
  'namespace',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'selfLink',
  'managedFields',
];

/** The part of an object whose fields are managed at this endpoint. */
export function managedPart(
  object: KubeObject | undefined,
  type: ResourceType,
  subresource: string | undefined,
): JsonObject {
  if (object === undefined) return {};
  const { apiVersion: _version, kind: _kind, metadata, ...rest } = object;
  const managedMetadata: JsonObject = { ...metadata };
  for (const field of SERVER_METADATA) delete managedMetadata[field];
  if (subresource === 'status') return { status: rest.status };
  if (hasSubresource(type, 'status')) delete rest.status;
  return Object.keys(managedMetadata).length === 0 ? rest : { metadata: managedMetadata, ...rest };
}

interface Write {
  readonly before: KubeObject | undefined;
  readonly after: KubeObject;
  readonly type: ResourceType;
  readonly request: WriteRequest;
}

/** Subresource as `managedFields` names it. */
function subresourceOf(request: WriteRequest): string {
  return request.subresource ?? '';
}

/**
 * Records in `managedFields` what a create, update or patch did. Writes from inside the process are recorded only on
 * objects that somebody manages already: simulated controllers write far more than anyone reads.
 */
export function trackWrite({ before, after, type, request }: Write, now: number): void {
  if (request.apply === true) return;
  const given = readManagers(after);
  const managers = given.length > 0 ? given : readManagers(before);
  if (request.local && managers.length === 0) {
    delete after.metadata.managedFields;
    return;
  }
  const schema = type.schema();
  const { changed, removed } = compareFields(
    managedPart(before, type, request.subresource),
    managedPart(after, type, request.subresource),
    schema,
  );
  const identity = {
    name: request.fieldManager,
    operation: 'Update' as const,
    apiVersion: after.apiVersion,
    subresource: subresourceOf(request),
  };
  const own = findManager(managers, identity);
  const others = managers
    .filter(manager => manager !== own)
    .map((manager): Manager => {
      const fields = manager.fields.difference(changed).withoutBelow(removed);
      return fields.equals(manager.fields) ? manager : { ...manager, fields };
    });
  const fields = (own?.fields ?? new FieldSet()).withoutBelow(removed).union(changed);
  const previous = own === undefined ? others : [...others, own];
  const next = withManager(previous, { ...identity, time: timestamp(now), fields });
  writeManagers(after, next);
}
