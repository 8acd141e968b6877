import type { Victim } from './makeVictim';
import type { Attack } from './routeAttacks';

/** Of what a tenant has in the catalog, the refs: itself, its namespace, and a namespace that a label gives to its owner with a pipeline in it. */
export function catalogRefs({ names }: Victim, cluster: string): readonly string[] {
  const known = names.name ?? '';
  return [
    `resource:tenants/${known}`,
    `resource:kubernetes/${cluster}.${known}`,
    `resource:kubernetes/dev.${known}`,
    `resource:pipelines/dev.${known}.${known}`,
  ];
}

/** Fields whose values would name it, wherever an entity that everybody sees has them. */
const TELLING = [
  ...['relations.ownerof', 'relations.haspart', 'relations.dependson', 'relations.partof'],
  ...['spec.owner', 'spec.readers', 'spec.partof', 'spec.within', 'metadata.name'],
  ...['metadata.title', 'metadata.namespace', 'spec.type', 'metadata.tags'],
];

/** Whom and what everybody sees, and a private tenant hangs on. */
const SEEN = (cluster: string) => ['group/default/platform-team', `resource/default/${cluster}`];

/** Requests to the catalog that would name a tenant without having been told of it. */
export function broadCatalogAttacks(cluster: string): readonly Attack[] {
  const get = (url: string): Attack => ({ url: `catalog/${url}`, live: false, aimed: false });
  const facets = TELLING.map(field => `facet=${field}`).join('&');
  return [
    get(`entity-facets?${facets}`),
    get(`entity-facets?${facets}&filter=kind=resource`),
    get('entities?filter=kind=resource'),
    get('entities?filter=relations.ownedBy=group:default/platform-team'),
    get('entities?filter=spec.visibility=restricted'),
    get('entities?fields=relations'),
    get('entities/by-query?filter=kind=group&limit=500'),
    get('entities/by-query?orderField=metadata.name,asc&filter=spec.type=kubernetes-tenant'),
    ...['theirs', 'canary'].map(term =>
      get(
        `entities/by-query?fullTextFilterTerm=${term}&fullTextFilterFields=relations.ownerof,spec.readers,metadata.title`,
      ),
    ),
    ...SEEN(cluster).flatMap(entity => [
      get(`entities/by-name/${entity}`),
      get(`entities/by-name/${entity}/ancestry`),
    ]),
  ];
}

/** Requests that name it: their answers must be those of a tenant that there is not. */
export function aimedCatalogAttacks(victim: Victim, cluster: string): readonly Attack[] {
  const at = (url: string, body?: object): Attack => ({
    ...{ url: `catalog/${url}`, live: false, aimed: true },
    ...(body === undefined ? {} : { body }),
  });
  const refs = catalogRefs(victim, cluster);
  return [
    at('entities/by-refs', { entityRefs: refs }),
    ...refs.flatMap(ref => {
      const name = ref.replace(':', '/');
      return [
        at(`entities/by-name/${name}`),
        at(`entities/by-name/${name}/ancestry`),
        ...['ownerOf', 'hasPart', 'dependsOn'].map(type =>
          at(`entities?filter=relations.${type}=${encodeURIComponent(ref)}`),
        ),
        at('refresh', { entityRef: ref }),
      ];
    }),
    at(`entity-facets?facet=kind&filter=metadata.name=${victim.names.name}`),
  ];
}
