import type { ContractWorld, Persona } from './__testUtils__/contract/ContractWorld';
import { until } from './__testUtils__/contract/KubeAdmin';
import type { ClusterPlace } from './__testUtils__/contract/ClusterPlace';
import { startContractPortal, START_MS } from './__testUtils__/contract/startContractPortal';
import type { ContractPortal } from './__testUtils__/contract/startContractPortal';
import {
  aimedCatalogAttacks,
  broadCatalogAttacks,
  catalogRefs,
} from './__testUtils__/isolation/catalogAttacks';
import { makeVictim } from './__testUtils__/isolation/makeVictim';
import type { Victim } from './__testUtils__/isolation/makeVictim';
import { attacksOf, backstageAttacks } from './__testUtils__/isolation/routeAttacks';
import type { Attack, GetRoute } from './__testUtils__/isolation/routeAttacks';

jest.setTimeout(240_000);

const PLUGINS = ['audit', 'clusters', 'pipelines', 'repositories', 'tenants'];
const OTHERS: readonly Persona[] = ['developer', 'ml'];
const isPeer = process.env.KUBEMATE_PEER_KUBECONFIG !== undefined;
/** Of what there is not. */
const GHOST = 'theirs-00000000';
const NO_ID = '00000000-0000-4000-8000-000000000000';

let contract: ContractPortal;
let world: ContractWorld;

beforeAll(async () => {
  contract = await startContractPortal();
  world = contract.world;
}, START_MS);

afterAll(() => contract?.stop(), START_MS);

/** Every route that reads, of every plugin of ours that is mounted: a new one is attacked without being named here. */
async function getRoutes(): Promise<readonly GetRoute[]> {
  const routes: GetRoute[] = [];
  for (const plugin of PLUGINS) {
    const { paths } = await world.read('platform', `${plugin}/openapi.json`);
    for (const [path, { get, parameters = [] }] of Object.entries<any>(paths)) {
      if (get === undefined || path === '/openapi.json') continue;
      const live = JSON.stringify(get.responses).includes('text/event-stream');
      routes.push({ plugin, path, live, parameters: [...parameters, ...(get.parameters ?? [])] });
    }
  }
  return routes;
}

/** Lets the attackers be somebody on the cluster: administrators of a namespace of their own. */
async function settleAttackers(place: ClusterPlace): Promise<void> {
  const namespace = `${place.namespace}-own`;
  place.leaves(`/api/v1/namespaces/${namespace}`);
  await place.admin.create('/api/v1/namespaces', {
    ...{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
  });
  const group = 'rbac.authorization.k8s.io';
  for (const name of OTHERS)
    await place.admin.create(`/apis/${group}/v1/namespaces/${namespace}/rolebindings`, {
      ...{ apiVersion: `${group}/v1`, kind: 'RoleBinding', metadata: { name } },
      roleRef: { apiGroup: group, kind: 'ClusterRole', name: 'admin' },
      subjects: [{ kind: 'User', apiGroup: group, name: `kubemate:${name}` }],
    });
}

describe.each(['lab', ...(isPeer ? ['real'] : [])])('another tenant on %s', cluster => {
  let place: ClusterPlace;
  let victim: Victim;
  let attacks: readonly Attack[];

  beforeAll(async () => {
    const found = contract.places[cluster];
    if (found === undefined) throw new Error(`There is no cluster ${cluster}`);
    place = found;
    victim = await makeVictim(world, place);
    await settleAttackers(place);
    const routes = await getRoutes();
    attacks = [
      ...routes.flatMap(route => attacksOf(route, victim, cluster)),
      ...backstageAttacks(victim),
      ...broadCatalogAttacks(cluster),
      ...aimedCatalogAttacks(victim, cluster),
    ];
    const entityRefs = catalogRefs(victim, cluster);
    await until('that the catalog has it, with what it belongs to', async () => {
      const { body } = await world.ask('platform', 'catalog/entities/by-refs', {
        body: { entityRefs },
      });
      return body.items.every((entity: any) => entity?.relations?.length > 0) || undefined;
    });
  });

  /** What must not be told: the secret word, and where the attacker has not named it, that there is anything of that name. */
  const wordsOf = ({ aimed }: Attack) =>
    aimed ? [victim.canary] : [victim.canary, String(victim.names.name)];

  it('is seen by its owner on the routes that are attacked, of every plugin', async () => {
    await until('that the search finds it', async () => {
      const { text } = await world.hear('platform', { url: 'clusters/search?q=canary' });
      return text.includes(victim.canary) || undefined;
    });
    const telling = new Set<string>();
    for (const attack of attacks) {
      const { text } = await world.hear('platform', attack);
      if (wordsOf(attack).some(word => text.includes(word)))
        telling.add(attack.url.split('?')[0] ?? '');
    }
    for (const plugin of [...PLUGINS, 'kubernetes', 'catalog'])
      expect([...telling].filter(url => url.startsWith(`${plugin}/`))).not.toEqual([]);
    for (const url of [
      'search',
      'topology',
      'rows',
      'rows/stream',
      'objects',
      'operations-receipts',
    ])
      expect(telling).toContain(`clusters/${url}`);
    expect(telling.size).toBeGreaterThan(20);
  });

  it.each(OTHERS)('shows nothing to %s, on any route', async persona => {
    const told: string[] = [];
    for (const attack of attacks) {
      const { text, headers, status } = await world.hear(persona, attack);
      const found = wordsOf(attack).filter(word => (headers + text).includes(word));
      if (found.length > 0) told.push(`${attack.url} tells ${found.join()}: ${text.slice(0, 300)}`);
      if (status >= 500) told.push(`${attack.url} answered ${status}: ${text.slice(0, 300)}`);
    }
    expect(told).toEqual([]);
  });

  it('is in the catalog for its owner with what it is in, and on none of that', async () => {
    const { body } = await world.ask('platform', 'catalog/entities/by-refs', {
      body: { entityRefs: catalogRefs(victim, cluster) },
    });
    const [tenant, namespace, labelled, pipeline] = body.items.map(({ relations }: any) =>
      relations.map(({ type, targetRef }: any) => `${type} ${targetRef}`).sort(),
    );
    const known = String(victim.names.name);
    const owned = 'ownedBy group:default/platform-team';
    expect(tenant).toEqual([`hasPart resource:kubernetes/${cluster}.${known}`, owned]);
    expect(namespace).toEqual([
      ...[owned, `partOf resource:default/${cluster}`, `partOf resource:tenants/${known}`],
    ]);
    expect(labelled).toEqual([
      `hasPart resource:pipelines/dev.${known}.${known}`,
      ...[owned, 'partOf resource:default/dev'],
    ]);
    expect(pipeline).toEqual([
      ...['dependencyOf component:default/cart', owned],
      `partOf resource:kubernetes/dev.${known}`,
    ]);
    for (const entity of ['group/default/platform-team', 'resource/default/dev'])
      expect(
        JSON.stringify(await world.read('platform', `catalog/entities/by-name/${entity}`)),
      ).not.toContain(known);
  });

  /** What the developer is told, and what that made the portal ask. */
  async function look(attack: Attack, of: Victim) {
    const asked = contract.upstream[cluster] ?? [];
    asked.length = 0;
    const { status, text, headers } = await world.hear('developer', attack);
    const upstream = asked
      .filter(each => each.includes(String(of.names.name)))
      .map(each => neutralOf(each, of));
    return { status, text: neutralOf(text, of), upstream, headers: named(headers) };
  }

  it('answers as of what does not exist, by the same requests to the API server, though its owner has just looked', async () => {
    const names = Object.fromEntries(Object.keys(victim.names).map(name => [name, GHOST]));
    const ghost = {
      ...victim,
      names,
      repository: GHOST,
      run: GHOST,
      receipt: NO_ID,
      record: NO_ID,
    };
    const routes = (await getRoutes()).filter(({ live }) => !live);
    const differences: unknown[] = [];
    for (const route of routes) {
      const [aimed] = attacksOf(route, victim, cluster).filter(each => each.aimed);
      const [same] = attacksOf(route, ghost, cluster).filter(each => each.aimed);
      if (aimed === undefined || same === undefined || aimed.url === same.url) continue;
      // Whatever the portal remembers of the owner's look is there now.
      await world.hear('platform', aimed);
      const found = { theirs: await look(aimed, victim), nothing: await look(same, ghost) };
      if (JSON.stringify(found.theirs) !== JSON.stringify(found.nothing))
        differences.push({ url: aimed.url, ...found });
    }
    const nothing = aimedCatalogAttacks({ ...ghost, canary: GHOST }, cluster);
    for (const [at, aimed] of aimedCatalogAttacks(victim, cluster).entries()) {
      const same = nothing[at];
      if (same === undefined) continue;
      await world.hear('platform', aimed);
      const found = { theirs: await look(aimed, victim), nothing: await look(same, ghost) };
      if (JSON.stringify(found.theirs) !== JSON.stringify(found.nothing))
        differences.push({ url: aimed.url, ...found });
    }
    expect(differences).toEqual([]);
  });
});

/** Names and times taken out. */
function neutralOf(text: string, { names, canary, receipt, record }: Victim): string {
  return [String(names.name), canary, receipt, record]
    .filter(word => word !== '')
    .reduce((written, word) => written.replaceAll(word, 'NAME'), text)
    .replaceAll(/"(observedAt|ageMs|asOf|at|recordedAt|latencyMs)":[\d.]+/g, '')
    .replaceAll(/"requestId":"[^"]*"/g, '');
}

/** Which headers there are: one that tells an age or a version would tell that somebody has looked. */
function named(headers: string): string {
  const names = JSON.parse(headers).map(([name]: [string]) => name.toLowerCase());
  return names
    .filter((name: string) => name !== 'content-length')
    .sort()
    .join();
}
