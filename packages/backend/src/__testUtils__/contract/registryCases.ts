import { gzipSync } from 'node:zlib';
import type { OperationCase, Prepared } from './checkOperation';
import type { ClusterPlace } from './ClusterPlace';
import type { ContractWorld } from './ContractWorld';

const MOVED = { status: 409, tells: /title|credential|changed/i } as const;
const GONE = 'Its credential is forgotten';

interface Parts {
  readonly world: ContractWorld;
  readonly place: ClusterPlace;
}

/** Adding clusters to the running portal: the one under test, once more under other names. */
export function registryCases({ world, place }: Parts): Readonly<Record<string, OperationCase>> {
  const { server, token } = place.admin.cluster;
  const source = { kind: 'token', server, token };
  const seen = async (name: string) => {
    const { items } = await world.read('platform', 'clusters/registrations');
    return items.find((each: any) => each.name === name);
  };
  const registered = async (rest: object, meddle: (name: string) => Promise<unknown>) => {
    const name = place.newName(`added-${place.cluster}`);
    await world.run('platform', 'clusters.register-cluster', { name, source });
    const state = async () => {
      const { updatedAt, revision, changedAt, ...known } = (await seen(name)) ?? {};
      return known;
    };
    return { input: { name, ...rest }, state, meddle: () => meddle(name) } satisfies Prepared;
  };
  const retitle = (name: string) =>
    world.run('platform', 'clusters.change-cluster', { name, title: 'Of somebody else' });
  return {
    'clusters.probe-cluster': {
      prepare: async () => ({ input: { source }, state: async () => 'nothing' }),
      ...{ reads: 'It looks', conflict: { never: 'It changes nothing' }, undo: 'Nothing changed' },
    },
    'clusters.register-cluster': {
      prepare: async () => {
        const name = place.newName(`added-${place.cluster}`);
        return {
          input: { name, source, title: 'Mine' },
          state: async () => (await seen(name))?.title,
          meddle: () => world.run('platform', 'clusters.register-cluster', { name, source }),
        };
      },
      conflict: { status: 403, tells: /already|there is a cluster/i },
      undo: true,
    },
    'clusters.change-cluster': {
      prepare: () => registered({ title: 'Mine' }, retitle),
      ...{ conflict: MOVED, undo: true },
    },
    'clusters.rotate-cluster-credential': {
      prepare: async () =>
        registered({ source }, name =>
          world.run('platform', 'clusters.rotate-cluster-credential', { name, source }),
        ),
      ...{ conflict: MOVED, undo: GONE },
    },
    'clusters.remove-cluster': {
      prepare: () => registered({}, retitle),
      ...{ conflict: MOVED, undo: GONE },
    },
  };
}

/** Releases of Helm, as it keeps them in Secrets. */
export function helmCases(place: ClusterPlace): Readonly<Record<string, OperationCase>> {
  const make = async () => {
    const name = place.newName('release');
    for (const [revision, colour] of ['red', 'green'].entries())
      await place.make('Secret', releaseSecret({ name, place, revision: revision + 1, colour }));
    const path = `/api/v1/namespaces/${place.namespace}`;
    await place.make('ConfigMap', {
      metadata: {
        name,
        labels: { 'app.kubernetes.io/managed-by': 'Helm' },
        annotations: {
          'meta.helm.sh/release-name': name,
          'meta.helm.sh/release-namespace': place.namespace,
        },
      },
      data: { colour: 'green' },
    });
    const release = { cluster: place.cluster, namespace: place.namespace, name };
    const state = async () => (await place.admin.get(`${path}/configmaps/${name}`)).data;
    const meddle = () =>
      place.admin.merge(`${path}/configmaps/${name}`, { data: { colour: 'blue' } });
    return { release, state, meddle };
  };
  return {
    'clusters.reveal-helm-release': {
      prepare: async () => {
        const { release, state } = await make();
        return { input: { release, revisions: [1] }, state };
      },
      ...{ reads: 'It reads', conflict: { never: 'It reads' }, undo: 'It reads' },
    },
    'clusters.rollback-helm-release': {
      prepare: async () => {
        const { release, ...rest } = await make();
        return { input: { release, revision: 1 }, ...rest };
      },
      conflict: { status: 409, tells: /data\.colour|colour/ },
      undo: true,
    },
  };
}

interface ReleaseFields {
  readonly name: string;
  readonly place: ClusterPlace;
  readonly revision: number;
  readonly colour: string;
}

function releaseSecret({ name, place, revision, colour }: ReleaseFields) {
  const { namespace } = place;
  const object = {
    ...{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace } },
    data: { colour },
  };
  const status = revision === 2 ? 'deployed' : 'superseded';
  const release = {
    ...{ name, namespace, version: revision },
    info: { status, first_deployed: '2026-01-01T00:00:00Z', last_deployed: '2026-01-01T00:00:00Z' },
    chart: { metadata: { name: 'shopfront', version: `1.${revision}.0` }, values: {} },
    ...{ config: { colour }, manifest: `---\n${JSON.stringify(object)}\n`, hooks: [] },
  };
  const packed = gzipSync(JSON.stringify(release)).toString('base64');
  return {
    type: 'helm.sh/release.v1',
    metadata: {
      name: `sh.helm.release.v1.${name}.v${revision}`,
      labels: { name, owner: 'helm', status, version: String(revision) },
    },
    data: { release: btoa(packed) },
  };
}
