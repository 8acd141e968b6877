import { InputError } from '@backstage/errors';
import { pluralOf } from '@kubemate/plugin-audit-common';
import type { FacetField, RecordFilter } from '@kubemate/plugin-audit-common';
import type { Knex } from 'knex';
import { anyOfObjects } from './anyOfObjectsStore';
import type { RecordScope } from './RecordScope';

type Query = Knex.QueryBuilder;

const COLUMNS = {
  actor: 'r.actor',
  plugin: 'r.plugin',
  outcome: 'r.outcome',
  kind: 'r.kind',
  effect: 'r.effect',
  severity: 'r.severity',
  tenant: 'r.tenant',
} as const;

export interface FilterOptions {
  /** A field whose condition is left out. */
  readonly without?: FacetField;
  /** Records that are part of another: within it, or by themselves as well. */
  readonly joined?: 'within' | 'apart';
}

/** Every condition of the filter but one, which a facet leaves out of its own counts. */
export function applyFilter(
  query: Query,
  filter: RecordFilter,
  { without, joined = 'within' }: FilterOptions = {},
): Query {
  const given: RecordFilter = without === undefined ? filter : { ...filter, [without]: undefined };
  for (const [field, column] of Object.entries(COLUMNS)) {
    const values = given[field as keyof typeof COLUMNS];
    if (values !== undefined && values.length > 0) query.whereIn(column, [...values]);
  }
  const { verb, from, to, correlationId, text = '' } = given;
  if (verb !== undefined && verb.length > 0)
    query.where(either => either.whereIn('r.verb', verb).orWhereIn('r.action', verb));
  if (from !== undefined) query.where('r.at', '>=', from);
  if (to !== undefined) query.where('r.at', '<=', to);
  if (correlationId !== undefined) query.where('r.correlation_id', correlationId);
  for (const word of text.toLowerCase().split(/\s+/).filter(Boolean))
    query.whereRaw(`r.search like ? escape '!'`, [`%${word.replace(/[!%_]/g, '!$&')}%`]);
  applyObject(query, given);
  const { objects } = given;
  if (objects !== undefined)
    query.whereExists(found => objectsOf(found).where(any => anyOfObjects(any, objects)));
  // A record that is part of another is shown with it, unless its kind is asked for.
  if (filter.kind === undefined && joined === 'within')
    query.whereNotExists(parent =>
      parent
        .from('audit_joins as j')
        .join('audit_records as p', 'p.id', 'j.parent_id')
        .whereRaw('j.child_id = r.id')
        .select('j.child_id'),
    );
  return query;
}

function applyObject(query: Query, { cluster, namespace, object }: RecordFilter) {
  const hasCluster = cluster !== undefined && cluster.length > 0;
  const hasNamespace = namespace !== undefined && namespace.length > 0;
  if (!hasCluster && !hasNamespace && object === undefined) return;
  query.whereExists(objects => {
    objectsOf(objects);
    if (hasCluster) objects.whereIn('s.cluster', cluster);
    if (hasNamespace) objects.whereIn('s.namespace', namespace);
    if (object === undefined) return;
    objects.where('o.name', object.name);
    if ('kind' in object && object.kind !== undefined)
      objects.whereIn('s.resource', [pluralOf(object.kind), object.kind.toLowerCase()]);
    if ('namespace' in object && object.namespace !== undefined)
      objects.where('s.namespace', object.namespace);
  });
}

/** The objects of record `r`. */
export function objectsOf(query: Query): Query {
  return query
    .select('o.seq')
    .from('audit_objects as o')
    .join('audit_scopes as s', 's.id', 'o.scope_id')
    .whereRaw('o.chain = r.chain and o.seq = r.seq');
}

/** Leaves what somebody may see. */
export function applyScope(query: Query, scope: RecordScope): Query {
  if (scope.all) return query;
  return query.where(either =>
    either
      .where('r.actor', scope.actor)
      .orWhereIn('r.tenant', [...scope.tenants])
      .orWhere(seen =>
        seen
          .whereExists(objects => objectsOf(objects))
          .whereNotExists(objects =>
            objectsOf(objects).whereNotIn('o.scope_id', [...scope.places]),
          ),
      ),
  );
}

const CURSOR = /^(\d{1,16})_([0-9a-f-]{36})$/;

/** Continues after a record, newest first. */
export function applyCursor(query: Query, cursor: string | undefined): Query {
  if (cursor === undefined) return query;
  const [, at, id] = CURSOR.exec(cursor) ?? [];
  if (at === undefined || id === undefined)
    throw new InputError('Invalid query parameter "cursor": it is not one that was answered');
  return query.where(older =>
    older
      .where('r.at', '<', Number(at))
      .orWhere(same => same.where('r.at', Number(at)).where('r.id', '<', id)),
  );
}
