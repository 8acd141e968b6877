import type { ResourceId } from '@kubemate/kube-common';
import type { Relation } from '@kubemate/plugin-clusters-common';

/** A type of object, whichever version of it a cluster serves. */
export type TypeName = Pick<ResourceId, 'group' | 'plural'>;

/** An object that another object names. */
export interface Reference {
  readonly relation: Relation;
  readonly resource: TypeName;
  readonly kind: string;
  readonly name: string;
  /** Where it is not the namespace of the object that names it. */
  readonly namespace?: string;
  /** The object that names it works without it, so its absence is no fault. */
  readonly optional?: boolean;
}

/** A name as the API writes a reference to a known kind. */
export interface Named {
  readonly name?: string;
  readonly namespace?: string;
  readonly optional?: boolean;
}

/** One reference, or none where the name is absent. */
export function refer(
  relation: Relation,
  { group, plural, kind }: TypeName & { readonly kind: string },
  { name, namespace, optional }: Named = {},
): Reference[] {
  if (name === undefined || name === '') return [];
  return [{ relation, resource: { group, plural }, kind, name, namespace, optional }];
}

/** Each object once for each way it is named; it is needed where any of its references needs it. */
export function uniqueReferences(references: readonly Reference[]): Reference[] {
  const found = new Map<string, Reference>();
  for (const reference of references) {
    const { relation, resource, namespace = '', name } = reference;
    const key = [relation, resource.group, resource.plural, namespace, name].join(' ');
    const known = found.get(key);
    if (known === undefined || known.optional) found.set(key, reference);
  }
  return [...found.values()];
}
