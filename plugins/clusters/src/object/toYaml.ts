import type { ClusterObject } from '@kubemate/plugin-clusters-common';
import { stringify } from 'yaml';

const FIRST = ['apiVersion', 'kind', 'metadata', 'spec'];

/** The object with the keys in the order in which people read and write them. */
function ordered(object: ClusterObject): Record<string, unknown> {
  const keys = Object.keys(object).filter(key => !FIRST.includes(key) && key !== 'status');
  const order = [...FIRST, ...keys, 'status'].filter(key => key in object);
  return Object.fromEntries(order.map(key => [key, object[key]]));
}

/** An object as YAML. Managed fields are half of most objects and read by few, so they are left out unless asked for. */
export function toYaml(object: ClusterObject, options: { managedFields: boolean }): string {
  const { managedFields, ...metadata } = object.metadata;
  const shown = options.managedFields ? object : { ...object, metadata };
  return stringify(ordered(shown), { lineWidth: 0, aliasDuplicateObjects: false });
}
