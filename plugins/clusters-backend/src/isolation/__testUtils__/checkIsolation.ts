/* eslint-disable jest/no-export -- two test files run these */
import { clustersOperations } from '@kubemate/plugin-clusters-common';
import fc from 'fast-check';
import { OperationsPortal } from '../../operations/__testUtils__/OperationsPortal';
import type { ServerUnderTest } from '../../operations/__testUtils__/OperationsPortal';
import { aimedReads, broadReads, crookedReads, operationInputs } from './attacks';
import type { Attack, Target } from './attacks';
import { askAs } from './askAs';
import { canaryOf, createVictim, KIND_NAMES, KINDS, KNOWN, stateOf } from './victim';
import type { KindName } from './victim';

const RBAC = 'rbac.authorization.k8s.io';
const rbac = (plural: string) => ({ group: RBAC, version: 'v1', plural });
const CONFIG_MAPS = KINDS.configmaps.resource;

/** For how long a stream is listened to. */
const LISTEN_MS = 700;
const PATIENCE_MS = 15_000;

interface Rights {
  /** Of the built-in roles, in the attacker's own namespace. */
  readonly role: 'view' | 'edit' | 'admin' | undefined;
  readonly rules: readonly { apiGroups: string[]; resources: string[]; verbs: string[] }[];
  readonly by: 'user' | 'group';
  /** A kind that the other tenant lets everybody read. */
  readonly shared: KindName | undefined;
  /** Rights on the cluster itself that lead into no namespace. */
  readonly nodes: boolean;
}

const plurals = [
  ...KIND_NAMES,
  'pods/exec',
  'pods/log',
  'pods/ephemeralcontainers',
  'replicasets',
  '*',
];
const verbs = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', '*'];
const rights: fc.Arbitrary<Rights> = fc.record({
  role: fc.constantFrom(undefined, 'view', 'edit', 'admin'),
  rules: fc.array(
    fc.record({
      apiGroups: fc.constantFrom(['*'], [''], ['', 'apps', 'batch']),
      resources: fc.uniqueArray(fc.constantFrom(...plurals), { minLength: 1, maxLength: 4 }),
      verbs: fc.uniqueArray(fc.constantFrom(...verbs), { minLength: 1, maxLength: 4 }),
    }),
    { maxLength: 3 },
  ),
  by: fc.constantFrom('user', 'group'),
  shared: fc.constantFrom(undefined, undefined, 'services', 'persistentvolumeclaims', 'configmaps'),
  nodes: fc.boolean(),
});

interface Answer {
  readonly status: number;
  readonly headers: string;
  readonly body: string;
}

/**
 * Two tenants on one cluster. People of the first, with random rights there, ask for everything of the second in every way that
 * the API has: no answer may hold a byte of it, a refusal is the same as for what does not exist, and nothing changes.
 */
export function checkIsolation(
  start: () => Promise<ServerUnderTest>,
  { people }: { readonly people: number },
): void {
  let under: ServerUnderTest;
  let portal: OperationsPortal;
  let theirs: Target;
  let count = 0;
  const id = `z${Math.random().toString(36).slice(2, 9)}`;
  const own = `own-${id}`;

  beforeAll(async () => {
    under = await start();
    portal = await OperationsPortal.start(under);
    theirs = { namespace: portal.namespace, name: KNOWN };
    await portal.createGlobal(
      { group: '', version: 'v1', plural: 'namespaces' },
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: own } },
    );
    await portal.create(
      CONFIG_MAPS,
      {
        ...{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'mine' } },
      },
      own,
    );
    await createVictim(portal, { id, namespace: theirs.namespace });
  }, 60_000);
  afterAll(async () => portal?.stop(), 60_000);

  async function send(person: string, { path, body, live }: Attack): Promise<Answer> {
    const response = await portal.as(person).fetch(path, {
      ...(body === undefined
        ? {}
        : {
            method: 'POST',
            body: JSON.stringify(body),
            headers: { 'content-type': 'application/json' },
          }),
    });
    const headers = JSON.stringify([...response.headers]);
    return {
      status: response.status,
      headers,
      body: live ? await heard(response) : await response.text(),
    };
  }

  /** Gives a new person random rights in the first tenant, and waits until they count. */
  async function newPerson(each: Rights): Promise<string> {
    const person = `mallory-${++count}`;
    const subject =
      each.by === 'user'
        ? { kind: 'User', apiGroup: RBAC, name: `kubemate:${person}` }
        : { kind: 'Group', apiGroup: RBAC, name: `kubemate:${person}-team` };
    const bind = async (namespace: string, kind: string, name: string) => {
      const metadata = { name: `${person}-${name}` };
      const roleRef = { apiGroup: RBAC, kind, name };
      const binding = { apiVersion: `${RBAC}/v1`, kind: 'RoleBinding', metadata, roleRef };
      await portal.create(rbac('rolebindings'), { ...binding, subjects: [subject] }, namespace);
    };
    const grant = async (namespace: string, name: string, rules: Rights['rules']) => {
      const role = { apiVersion: `${RBAC}/v1`, kind: 'Role', metadata: { name }, rules };
      await portal.create(rbac('roles'), role, namespace);
      await bind(namespace, 'Role', name);
    };
    const look = ['get', 'list', 'watch'];
    if (each.role !== undefined) await bind(own, 'ClusterRole', each.role);
    if (each.shared !== undefined)
      await grant(theirs.namespace, `${person}-shared`, [
        { apiGroups: [''], resources: [each.shared], verbs: look },
      ]);
    if (each.nodes) {
      const name = `${id}-${person}`;
      const made = { apiVersion: `${RBAC}/v1`, metadata: { name } };
      const rules = [
        { apiGroups: ['', 'storage.k8s.io'], resources: ['nodes', 'storageclasses'], verbs: ['*'] },
      ];
      await portal.createGlobal(rbac('clusterroles'), { ...made, kind: 'ClusterRole', rules });
      const roleRef = { apiGroup: RBAC, kind: 'ClusterRole', name };
      await portal.createGlobal(rbac('clusterrolebindings'), {
        ...{ ...made, kind: 'ClusterRoleBinding', roleRef, subjects: [subject] },
      });
    }
    await grant(own, `${person}-own`, [
      { apiGroups: [''], resources: ['configmaps'], verbs: look },
      ...each.rules,
    ]);
    const seen = { label: '', path: `/rows?resource=v1/configmaps&namespaces=${own}` };
    await until(async () => (await send(person, seen)).body.includes('"mine"'));
    return person;
  }

  function expectNothing(
    { label }: Attack,
    { headers, body }: Answer,
    { shared, aimed }: { shared?: KindName; aimed: boolean },
  ) {
    const told = KIND_NAMES.filter(kind => kind !== shared).map(kind => canaryOf(id, kind));
    const encoded = told.map(canary => Buffer.from(canary).toString('base64').replace(/=+$/, ''));
    const places = aimed || shared !== undefined ? [] : [theirs.namespace];
    const found = [...told, ...encoded, ...places].filter(word => (headers + body).includes(word));
    expect(found.map(word => `${word} in the answer to ${label}: ${body}`)).toEqual([]);
  }

  /** The answer to a question about nothing that there is, with the names put in that were asked for. */
  async function sameOfNothing(person: string, attack: (target: Target) => Attack) {
    const ghost = { namespace: 'nobodys-place', name: 'nobodys-thing' };
    const { status, body } = await send(person, attack(ghost));
    const plain = body.replaceAll(ghost.namespace, theirs.namespace);
    return [status, withoutTimes(plain.replaceAll(ghost.name, theirs.name))];
  }

  it('lets the owner see the canaries in each way that must not show them to others', async () => {
    const reads = [...broadReads(id), ...aimedReads(theirs)].filter(each => each.revealing);
    const blind: string[] = [];
    await until(async () => {
      const { body } = await send('dana', { label: '', path: `/search?q=${id}` });
      return body.includes(canaryOf(id, 'deployments'));
    });
    for (const read of reads) {
      const { body } = await send('dana', read);
      if (!KIND_NAMES.some(kind => body.includes(canaryOf(id, kind)))) blind.push(read.label);
    }
    expect(blind).toEqual([]);
  }, 120_000);

  it('shows, changes and hints at nothing of the other tenant, whatever rights one has in one’s own', async () => {
    const before = await stateOf(portal, theirs.namespace);
    await fc.assert(
      fc.asyncProperty(rights, async each => {
        const person = await newPerson(each);
        const { shared } = each;
        for (const attack of broadReads(id)) {
          expectNothing(attack, await send(person, attack), { shared, aimed: false });
        }
        for (const attack of crookedReads(own, theirs))
          expectNothing(attack, await send(person, attack), { shared, aimed: true });
        for (const [index, attack] of aimedReads(theirs).entries()) {
          const answer = await send(person, attack);
          expectNothing(attack, answer, { shared, aimed: true });
          if (shared !== undefined || attack.live) continue;
          const nothing = await sameOfNothing(
            person,
            target => aimedReads(target)[index] ?? attack,
          );
          expect([attack.label, answer.status, withoutTimes(answer.body)]).toEqual([
            attack.label,
            ...nothing,
          ]);
        }
        await attackByOperations(person, shared);
      }),
      { numRuns: people, endOnFailure: true },
    );
    expect(await stateOf(portal, theirs.namespace)).toBe(before);
  }, 600_000);

  async function attackByOperations(person: string, shared: KindName | undefined): Promise<void> {
    for (const key of Object.keys(operationInputs(theirs)) as (keyof ReturnType<
      typeof operationInputs
    >)[]) {
      // A person with rights on nodes may cordon them; they are nobody's.
      if (clustersOperations[key].permission.name === 'clusters.node.update') continue;
      const path = `/operations/${clustersOperations[key].name.split('.')[1]}`;
      const attack = (target: Target, query = '') => ({
        ...{ label: key, path: `${path}${query}`, body: operationInputs(target)[key] },
      });
      const plan = await send(person, attack(theirs, '?plan=true'));
      expectNothing(attack(theirs), plan, { shared, aimed: true });
      expect([key, plan.status, plan.body]).toEqual([
        key,
        200,
        expect.stringContaining('"allowed":false'),
      ]);
      if (shared === undefined) {
        const nothing = await sameOfNothing(person, target => attack(target, '?plan=true'));
        expect([key, plan.status, withoutTimes(plan.body)]).toEqual([key, ...nothing]);
      }
      const run = await send(person, attack(theirs));
      expectNothing(attack(theirs), run, { shared, aimed: true });
      expect([key, run.status]).toEqual([key, 403]);
    }
  }

  it('refuses in the words of the API server', async () => {
    const person = await newPerson({
      ...{ role: 'admin', rules: [], by: 'group', shared: undefined, nodes: false },
    });
    for (const kind of KIND_NAMES) {
      const { resource } = KINDS[kind];
      const target = { resource, ...theirs };
      const server = await askAs(under, {
        target,
        user: `kubemate:${person}`,
        groups: [`kubemate:${person}-team`],
      });
      const query = {
        cluster: 'real',
        resource: [resource.group, resource.version, resource.plural].filter(Boolean).join('/'),
        ...theirs,
      };
      const answer = await portal.as(person).fetch(`/objects?${new URLSearchParams(query)}`);
      expect(server.status).toBe(403);
      expect([answer.status, (await answer.json()).error.message]).toEqual([403, server.message]);
    }
  }, 60_000);

  it('opens no terminal and adds no debug container there', async () => {
    const person = await newPerson({
      ...{ role: 'admin', rules: [], by: 'user', shared: 'pods', nodes: false },
    });
    const place = { cluster: 'real', namespace: theirs.namespace, pod: KNOWN };
    for (const [operation, body, subresource] of [
      ['open-terminal', { ...place, container: 'web', command: ['sh'] }, 'pods/exec'],
      ['open-terminal', { ...place, container: 'web' }, 'pods/attach'],
      ['add-debug-container', { ...place, image: 'busybox' }, 'pods/ephemeralcontainers'],
    ] as const) {
      const path = `/operations/${operation}`;
      const answer = await send(person, { label: path, path, body });
      expect([answer.status, answer.body]).toEqual([403, expect.stringContaining(subresource)]);
    }
  }, 60_000);
}

async function heard(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  if (reader === undefined) return '';
  const decoder = new TextDecoder();
  let text = '';
  const timer = setTimeout(() => void reader.cancel(), LISTEN_MS);
  for (;;) {
    const { value, done } = await reader.read();
    if (done) break;
    text += decoder.decode(value, { stream: true });
    // The second event comes only with a change; what a stream knows stands in its first page.
    if (/"type":"page"/.test(text) && /\n\n$/.test(text)) break;
  }
  clearTimeout(timer);
  await reader.cancel();
  return text;
}

/** Dates, ages and sizes differ from one request to the next. */
function withoutTimes(text: string): string {
  return text.replaceAll(/"(observedAt|ageMs|asOf|at)":\d+/g, '');
}

async function until(ready: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (!(await ready())) {
    if (Date.now() > end) throw new Error('It did not come about');
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}
