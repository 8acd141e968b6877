import type { Victim } from './makeVictim';

/** One request that must tell nothing. */
export interface Attack {
  readonly url: string;
  readonly body?: object;
  readonly live: boolean;
  /** Names what the attacker knows already, so that it may stand in the answer; of `broad` ones not even that. */
  readonly aimed: boolean;
}

/** A GET route of a plugin's OpenAPI document. */
export interface GetRoute {
  readonly plugin: string;
  readonly path: string;
  readonly parameters: readonly { name: string; in: string; required?: boolean }[];
  readonly live: boolean;
}

type Named = Readonly<Record<string, string>>;

/** Whatever narrows to something else than the victim's. */
const NARROWING = new Set([
  'component',
  'environment',
  'state',
  'actor',
  'subject',
  'labelSelector',
]);

/** What the attacker writes into parameters, by their names. */
function valuesOf(victim: Victim, cluster: string, { plugin, path }: GetRoute): Named {
  const known = victim.names.name ?? '';
  const isRun = path.startsWith('/runs/');
  const isRepository = plugin === 'repositories';
  return {
    ...{ ...victim.names, cluster, clusters: cluster, place: 'dev', places: 'dev' },
    ...{ namespaces: known, folder: known, folders: known, release: known, text: 'canary' },
    ...{ q: 'canary', search: 'canary', engine: 'tekton', number: '1', tenant: known },
    ...{ resource: 'v1/configmaps', apiVersion: 'v1', kind: 'ConfigMap', owned: 'true' },
    ...{ owner: 'platform-team', subject: 'user:default/platform', verb: 'get', object: known },
    ...{ actor: 'user:default/platform', component: 'component:default/cart', from: '0' },
    ...(isRepository ? { path: 'a.txt', ref: 'topic', state: 'all' } : {}),
    ...(isRepository ? { repository: `https://github.com/platform-team/${known}` } : {}),
    ...{ webhook: victim.webhook, delivery: victim.delivery },
    ...(isRun ? { name: victim.run, kind: 'Pipeline' } : {}),
    ...(plugin === 'pipelines' && !isRun
      ? { kind: path.includes('{kind}') ? 'component' : 'Pipeline' }
      : {}),
    ...(path.includes('{kind}:') ? { namespace: 'default', name: 'cart' } : {}),
    ...(path.startsWith('/tenants/') ? { name: known } : {}),
    ...(plugin === 'audit' ? { verb: '', kind: '' } : {}),
    id: plugin === 'audit' ? victim.record : victim.receipt,
    ...{ environment: 'dev', format: 'jsonl', previous: 'false', follow: 'false' },
  };
}

/** One request with only what the route must have, and one with all that the attacker can think of. */
export function attacksOf(route: GetRoute, victim: Victim, cluster: string): readonly Attack[] {
  const values = valuesOf(victim, cluster, route);
  const fill = (isAsked: (parameter: GetRoute['parameters'][number]) => boolean): string => {
    const path = route.path.replace(/\{(\w+)\}/g, (_, name) =>
      encodeURIComponent(values[name] ?? 'none'),
    );
    const query = route.parameters
      .filter(each => each.in === 'query' && isAsked(each) && (values[each.name] ?? '') !== '')
      .map(({ name }) => [name, values[name] ?? '']);
    return `${route.plugin}${path}?${new URLSearchParams(query)}`;
  };
  const broad = fill(({ required }) => required === true);
  const aimed = fill(({ name }) => !NARROWING.has(name));
  const isBroad = !Object.values(victim.names).some(name => broad.includes(name));
  return [
    ...(isBroad ? [{ url: broad, live: route.live, aimed: false }] : []),
    { url: aimed, live: route.live, aimed: true },
  ];
}

/** Routes of Backstage's own plugins, which have no such document. */
export function backstageAttacks(victim: Victim): readonly Attack[] {
  const { canary } = victim;
  const known = victim.names.name ?? '';
  const entityRef = 'component:default/cart';
  const entity = {
    ...{ apiVersion: 'backstage.io/v1alpha1', kind: 'Component', spec: {} },
    metadata: { name: 'cart', annotations: { 'backstage.io/kubernetes-id': 'cart' } },
  };
  const get = (url: string, aimed = false): Attack => ({ url, live: false, aimed });
  const post = (url: string, body: object): Attack => ({ url, body, live: false, aimed: true });
  return [
    get('catalog/entities'),
    get('catalog/entities/by-query?limit=500'),
    get(`catalog/entities/by-query?fullTextFilterTerm=${canary.slice(0, 6)}`),
    get('catalog/entity-facets?facet=metadata.labels&facet=kind&facet=metadata.annotations'),
    get('scaffolder/v2/tasks'),
    get('user-settings/buckets/b/keys/k'),
    get('kubernetes/clusters'),
    { ...post('kubernetes/resources/workloads/query', { auth: {}, entityRef }), aimed: false },
    { ...post('kubernetes/services/cart', { auth: {}, entity }), aimed: false },
    post('catalog/entities/by-refs', { entityRefs: [`component:default/${known}`] }),
    get(`kubernetes/proxy/api/v1/namespaces/${known}/configmaps`, true),
  ];
}
