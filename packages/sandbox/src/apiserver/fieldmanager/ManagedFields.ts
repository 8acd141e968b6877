import type { KubeObject } from '@kubemate/kube-common';
import { isJsonObject, stringAt } from '../json';
import type { JsonObject } from '../publishedDocuments';
import { FieldSet } from './FieldSet';

/** One manager's part of an object. */
export interface Manager {
  readonly name: string;
  readonly operation: 'Apply' | 'Update';
  readonly apiVersion: string;
  readonly subresource: string;
  readonly time: string | undefined;
  readonly fields: FieldSet;
}

function keyOf({ name, operation, apiVersion, subresource }: Manager): string {
  return [name, operation, apiVersion, subresource].join('\n');
}

/** Reads `metadata.managedFields`. */
export function readManagers(object: KubeObject | undefined): Manager[] {
  return (object?.metadata.managedFields ?? []).filter(isJsonObject).map(entry => ({
    name: stringAt(entry, 'manager') ?? '',
    operation: entry.operation === 'Apply' ? 'Apply' : 'Update',
    apiVersion: stringAt(entry, 'apiVersion') ?? '',
    subresource: stringAt(entry, 'subresource') ?? '',
    time: stringAt(entry, 'time'),
    fields: FieldSet.parse(entry.fieldsV1),
  }));
}

function format(manager: Manager): JsonObject {
  return {
    manager: manager.name,
    operation: manager.operation,
    apiVersion: manager.apiVersion,
    ...(manager.time === undefined ? {} : { time: manager.time }),
    fieldsType: 'FieldsV1',
    fieldsV1: manager.fields.format(),
    ...(manager.subresource === '' ? {} : { subresource: manager.subresource }),
  };
}

/** Writes the managers that own anything: Apply before Update, oldest first. */
export function writeManagers(object: KubeObject, managers: readonly Manager[]): void {
  const owning = managers.filter(manager => !manager.fields.isEmpty);
  const rank = (manager: Manager) => `${manager.operation} ${manager.time ?? ''} ${manager.name}`;
  if (owning.length === 0) {
    delete object.metadata.managedFields;
    return;
  }
  object.metadata.managedFields = owning
    .toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1))
    .map(format);
}

/** Replaces the manager's entry; its time moves only when its fields do. */
export function withManager(managers: readonly Manager[], next: Manager): Manager[] {
  const key = keyOf(next);
  const previous = managers.find(manager => keyOf(manager) === key);
  const others = managers.filter(manager => manager !== previous);
  return previous?.fields.equals(next.fields) ? [...others, previous] : [...others, next];
}

export function findManager(
  managers: readonly Manager[],
  like: Omit<Manager, 'fields' | 'time'>,
): Manager | undefined {
  const key = keyOf({ ...like, time: undefined, fields: new FieldSet() });
  return managers.find(manager => keyOf(manager) === key);
}
