import { pluralOf, type RecordFilter } from '@kubemate/plugin-audit-common';
import type { Knex } from 'knex';

type Query = Knex.QueryBuilder;
type Named = NonNullable<RecordFilter['objects']>[number];

/** Names that Kubernetes gives out; without `%` and `_`, which LIKE would read. */
const NAME = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;

/** How Kubernetes calls what a workload makes, as LIKE reads it: what a name is like, and what it is not. */
interface Made {
  readonly resource: 'pods' | 'replicasets';
  readonly like: string;
  readonly unlike: string;
}

/** `cart-6f8d9c7b5-x2x4z` of the Deployment `cart`, and not of a Deployment `cart-web`. */
function madeBy({ kind, name }: Named): readonly Made[] {
  if (!NAME.test(name)) return [];
  const direct = { like: `${name}-%`, unlike: `${name}-%-%` };
  switch (kind) {
    case 'Deployment':
      return [
        { resource: 'replicasets', ...direct },
        { resource: 'pods', like: `${name}-%-_____`, unlike: `${name}-%-%-%` },
      ];
    case 'StatefulSet':
    case 'DaemonSet':
    case 'Job':
      return [{ resource: 'pods', ...direct }];
    default:
      return [];
  }
}

/** Of the objects of a record (`o` in the scope `s`): those that are named, or made by one that is. */
export function anyOfObjects(query: Query, objects: readonly Named[]): void {
  // No object at all is no condition that could hold.
  query.whereRaw('1 = 0');
  for (const object of objects) {
    query.orWhere(each => {
      each.where('s.namespace', object.namespace);
      if (object.cluster !== undefined) each.where('s.cluster', object.cluster);
      each.where(named => {
        named.where(same =>
          same
            .whereIn('s.resource', [pluralOf(object.kind), object.kind.toLowerCase()])
            .where('o.name', object.name),
        );
        for (const { resource, like, unlike } of madeBy(object))
          named.orWhere(made =>
            made
              .where('s.resource', resource)
              .where('o.name', 'like', like)
              .whereNot('o.name', 'like', unlike),
          );
      });
    });
  }
}
