import type { KubeObject } from '@kubemate/kube-common';
import { ApiStatusError } from '../ApiStatusError';
import { isJsonObject } from '../json';
import type { JsonObject } from '../publishedDocuments';
import type { ResourceType } from '../ResourceType';
import type { SchemaNode } from '../schema/SchemaNode';
import { timestamp } from '../writes/metadata';
import type { WriteRequest } from '../writes/WriteRequest';
import { FieldSet } from './FieldSet';
import { appliedFields, compareFields } from './fieldSets';
import {
  findManager,
  readManagers,
  withManager,
  writeManagers,
  type Manager,
} from './ManagedFields';
import { keyElement, mergeApplied, valueElement } from './structure';
import { managedPart } from './trackWrite';

interface Application {
  readonly current: KubeObject | undefined;
  readonly configuration: JsonObject;
  readonly type: ResourceType;
  readonly request: WriteRequest;
  readonly now: number;
}

/** Server-side apply: the merged object with its `managedFields`, or the conflicts with other managers. */
export function applyConfiguration(application: Application): KubeObject {
  const { current, configuration, type, request, now } = application;
  const schema = type.schema();
  const asObject = toObject(configuration, type);
  const fields = appliedFields(managedPart(asObject, type, request.subresource), schema);
  const identity = {
    name: request.fieldManager,
    operation: 'Apply' as const,
    apiVersion: asObject.apiVersion,
    subresource: request.subresource ?? '',
  };
  const managers = managersBefore(application, schema);
  const own = findManager(managers, identity);
  const others = managers.filter(manager => manager !== own);
  const live = current === undefined ? undefined : { ...current };
  const merged = toObject(mergeApplied(live ?? {}, configuration, schema), type);
  const kept = others.reduce((sum, other) => sum.union(other.fields), fields);
  const abandoned = (own?.fields ?? new FieldSet()).difference(kept);
  const pruned = toObject(removeFields(merged, { abandoned, kept }, schema), type);
  const { changed } = compareFields(
    managedPart(current, type, request.subresource),
    managedPart(pruned, type, request.subresource),
    schema,
  );
  const conflicts = others.flatMap(manager => {
    const shared = manager.fields.intersection(changed).intersection(fields);
    return shared.isEmpty ? [] : [{ manager, shared }];
  });
  if (conflicts.length > 0 && !request.force) throw conflictError(conflicts);
  const remaining = others.map((manager): Manager => {
    const lost = conflicts.find(conflict => conflict.manager === manager);
    return lost === undefined
      ? manager
      : { ...manager, fields: manager.fields.difference(lost.shared) };
  });
  const previous = own === undefined ? remaining : [...remaining, own];
  const result: KubeObject = { ...pruned, metadata: { ...pruned.metadata } };
  const time = timestamp(now);
  writeManagers(result, withManager(previous, { ...identity, time, fields }));
  return result;
}

/** An object nobody managed yet is taken as written by somebody before. */
function managersBefore(
  { current, type, now }: Application,
  schema: SchemaNode | undefined,
): Manager[] {
  const managers = readManagers(current);
  if (current === undefined || managers.length > 0) return managers;
  const { changed } = compareFields({}, managedPart(current, type, undefined), schema);
  return [
    {
      name: 'before-first-apply',
      operation: 'Update',
      apiVersion: current.apiVersion,
      subresource: '',
      time: timestamp(now),
      fields: changed,
    },
  ];
}

function toObject(value: unknown, type: ResourceType): KubeObject {
  if (!isJsonObject(value) || !isJsonObject(value.metadata))
    throw ApiStatusError.badRequest(`metadata of the applied ${type.kind} is not an object`);
  return value as KubeObject;
}

interface Removal {
  readonly abandoned: FieldSet;
  /** What somebody owns still: a parent of that stays. */
  readonly kept: FieldSet;
}

function below({ abandoned, kept }: Removal, element: string): Removal {
  return {
    abandoned: abandoned.children.get(element) ?? new FieldSet(),
    kept: kept.children.get(element) ?? new FieldSet(),
  };
}

/** Takes out the fields that the manager applied before and that nobody owns any more. */
function removeFields(value: unknown, removal: Removal, schema: SchemaNode | undefined): unknown {
  if (removal.abandoned.isEmpty) return value;
  if (isJsonObject(value)) {
    const result: JsonObject = { ...value };
    for (const element of removal.abandoned.children.keys()) {
      const name = element.slice(2);
      const part = below(removal, element);
      if (result[name] === undefined) continue;
      if (part.abandoned.member && part.kept.isEmpty) delete result[name];
      else result[name] = removeFields(result[name], part, schema?.field(name));
    }
    return result;
  }
  if (!Array.isArray(value) || schema === undefined) return value;
  return value.flatMap(item => {
    const element = schema.listType === 'set' ? valueElement(item) : keyElement(item, schema);
    const part = below(removal, element);
    if (part.abandoned.member && part.kept.isEmpty) return [];
    return [removeFields(item, part, schema.items)];
  });
}

function conflictError(
  conflicts: readonly { manager: Manager; shared: FieldSet }[],
): ApiStatusError {
  const found = conflicts.map(({ manager, shared }) => {
    const where = manager.subresource === '' ? '' : ` with subresource "${manager.subresource}"`;
    const version = manager.operation === 'Apply' ? '' : ` using ${manager.apiVersion}`;
    const who = `"${manager.name}"${where}${version}`;
    return { who, paths: [...shared.paths()] };
  });
  const count = found.reduce((sum, { paths }) => sum + paths.length, 0);
  const texts = found.map(({ who, paths }) =>
    paths.length === 1
      ? `conflict with ${who}: ${paths[0]}`
      : `conflicts with ${who}:\n${paths.map(path => `- ${path}`).join('\n')}`,
  );
  return new ApiStatusError({
    code: 409,
    reason: 'Conflict',
    message: `Apply failed with ${count} conflict${count === 1 ? '' : 's'}: ${texts.join('\n')}`,
    details: {
      causes: found.flatMap(({ who, paths }) =>
        paths.map(field => ({
          reason: 'FieldManagerConflict',
          message: `conflict with ${who}`,
          field,
        })),
      ),
    },
  });
}
