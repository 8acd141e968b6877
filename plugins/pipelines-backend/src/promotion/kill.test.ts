import { mockServices } from '@backstage/backend-test-utils';
import type { ResourceId } from '@kubemate/kube-common';
import { createKubeService, systemClock } from '@kubemate/kube-node';
import { createApiServer } from '@kubemate/sandbox';
import { testDatabases } from '@kubemate/test-node';
import type { RunningDatabases } from '@kubemate/test-node';
import { buildSync } from 'esbuild';
import type { Knex } from 'knex';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  ADMIN,
  CLUSTER,
  COMPONENT,
  imageOf,
  makeFront,
  makeRouteType,
  makeStage,
  TOKEN,
  withImage,
} from './__testUtils__/stages';
import { FolderForge } from './__testUtils__/FolderForge';
import { GitOps } from './__testUtils__/GitOps';
import { folderOverlays, giteaOverlays } from './__testUtils__/overlays';
import type { GiteaOverlays, Overlays } from './__testUtils__/overlays';
import { digestFor, Rollouts } from './__testUtils__/Rollouts';
import { HTTP_ROUTES, SERVICES } from './canary/nextObjects';
import { firstFiles } from './__testUtils__/firstFiles';
import { WORKLOADS } from './environments/workloads';
import { PROMOTION_ANNOTATION } from './promotions/DirectDelivery';
import type { StoredPromotion } from './promotions/PromotionStore';

jest.setTimeout(900_000);

const { fetch: request } = globalThis;
/** So many steps has a promotion that goes well, and one that is rolled back: everything stored and written, before and after. */
const STEPS = { '2': 14, 'crash-prod': 18 } as const;
/** The same through git: a commit in place of each write of the cluster, and a wait until it is applied. */
const GIT_STEPS = { '2': 16, 'crash-prod': 20 } as const;
/** In two steps: more is made and taken away. */
const CANARY_STEPS = { '2': 40, 'crash-prod': 24 } as const;
const IN_STEPS = {
  ...COMPONENT,
  metadata: {
    ...COMPONENT.metadata,
    annotations: {
      ...COMPONENT.metadata.annotations,
      'kubemate.io/rollout': 'canary',
      'kubemate.io/rollout-steps': '20/2s, 50/2s',
    },
  },
};
/** Where nothing ran: two objects are made, and taken away again. */
const FIRST_STEPS = { '2': 14, 'crash-prod': 16 } as const;
const OF_A_REPOSITORY = {
  ...COMPONENT,
  metadata: {
    ...COMPONENT.metadata,
    annotations: {
      ...COMPONENT.metadata.annotations,
      'backstage.io/source-location':
        'url:http://portal/api/repositories/git/team/cart.git/tree/main/',
    },
  },
};
const throughGit = (repository: string) => ({
  ...COMPONENT,
  metadata: {
    ...COMPONENT.metadata,
    annotations: {
      ...COMPONENT.metadata.annotations,
      'kubemate.io/gitops-repository': repository,
    },
  },
});
const GITEA = process.env.KUBEMATE_PEER_GITEA;
/** `KUBEMATE_KILLS=all` dies at every step of these. Nothing happens between the end of one and the begin of the next, so that every second is each place once. */
const takesAll = process.env.KUBEMATE_KILLS === 'all';

/** The cluster, which outlives every portal. */
async function startCluster() {
  const users = [{ token: TOKEN, user: 'portal', groups: ['system:masters'] }];
  const server = createApiServer({
    ...{ name: CLUSTER, clock: systemClock, random: Math.random, users },
  });
  await server.listen();
  const kube = await createKubeService({
    config: mockServices.rootConfig({
      data: {
        backend: { listen: { host: '127.0.0.1' } },
        kubemate: {
          clusters: [{ name: CLUSTER, identity: 'self', server: server.url, token: TOKEN }],
        },
      },
    }),
    logger: mockServices.logger.mock(),
  });
  const create = (resource: ResourceId, object: object, namespace?: string) =>
    kube.write({ cluster: CLUSTER, verb: 'create', resource, namespace, object }, ADMIN);
  for (const stage of ['staging', 'prod'] as const) await makeStage(create, stage);
  const routes = { cluster: CLUSTER, resource: HTTP_ROUTES, namespace: 'shop-prod' };
  await makeRouteType(create, () => kube.list(routes, ADMIN));
  await makeFront(create, 'prod');
  const rollouts = new Rollouts({ kube, viewer: ADMIN, cluster: CLUSTER });
  const ref = (stage: string) => ({
    ...{ cluster: CLUSTER, resource: WORKLOADS.Deployment },
    ...{ namespace: `shop-${stage}`, name: 'cart' },
  });
  const folder = mkdtempSync(path.join(tmpdir(), 'promotion-forge-'));
  const forge = new FolderForge(folder);
  let overlays: Overlays = folderOverlays(forge);
  const gitOps = new GitOps({
    ...{ kube, viewer: ADMIN, cluster: CLUSTER, namespace: 'shop-prod' },
    overlay: () => overlays.text(),
  });
  return {
    ...{ url: server.url, folder, forge, gitOps },
    /** Where the overlay is from now on. */
    follow(others: Overlays) {
      overlays = others;
    },
    async look() {
      const { spec, metadata } = await kube.get(ref('prod'), ADMIN);
      const image = /"image":"([^"]+)"/.exec(JSON.stringify(spec))?.[1] ?? '';
      return { image, generation: metadata.generation ?? 0 };
    },
    /** As before its first promotion, whose manifests are in the repository. */
    async empty() {
      for (const [file, text] of Object.entries(firstFiles('prod')))
        if (forge.load().files[file] === undefined) forge.write(file, text);
      for (const at of [ref('prod'), { ...ref('prod'), resource: SERVICES }])
        await kube.write({ ...at, verb: 'delete' }, ADMIN).catch(() => {});
    },
    /** Each object of the component, with the promotion that it names. */
    async made() {
      const prod = { cluster: CLUSTER, namespace: 'shop-prod' };
      const found = await Promise.all(
        [SERVICES, WORKLOADS.Deployment].map(resource => kube.list({ ...prod, resource }, ADMIN)),
      );
      return found
        .flat()
        .filter(({ metadata }) => metadata.name === 'cart')
        .map(({ metadata }) => metadata.annotations?.[PROMOTION_ANNOTATION]);
    },
    /** What is there beside the workload, and what the route says. */
    async beside() {
      const prod = { cluster: CLUSTER, namespace: 'shop-prod' };
      const names = async (resource: ResourceId) =>
        (await kube.list({ ...prod, resource }, ADMIN)).map(({ metadata }) => metadata.name);
      const { spec } = await kube.get({ ...routes, name: 'shop' }, ADMIN);
      const backends = /"backendRefs":(\[[^\]]*\])/.exec(JSON.stringify(spec))?.[1] ?? '[]';
      return {
        deployments: await names(WORKLOADS.Deployment),
        services: await names(SERVICES),
        backends: JSON.parse(backends),
      };
    },
    /** Waits until it is rolled out, too. */
    async set(stage: string, tag: string) {
      const value = withImage(tag);
      await kube.write(
        { ...ref(stage), verb: 'patch', patch: { type: 'strategic', value } },
        ADMIN,
      );
      for (;;) {
        const { metadata, status } = await kube.get(ref(stage), ADMIN);
        const seen = Number(Reflect.get(Object(status), 'observedGeneration') ?? 0);
        if (seen >= (metadata.generation ?? 0)) return;
        await new Promise(resolve => setTimeout(resolve, 50));
      }
    },
    async close() {
      rollouts.close();
      gitOps.close();
      rmSync(folder, { recursive: true, force: true });
      await kube.close();
      await server.close();
    },
  };
}

async function untilEnded(knex: Knex): Promise<void> {
  for (;;) {
    const running = await knex('operations').where({ status: 'running' }).pluck('id');
    if (running.length === 0) return;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}

/** A cluster, and the replicas of a portal over it. */
interface World {
  readonly cluster: Awaited<ReturnType<typeof startCluster>>;
  readonly database: { knex: Knex; config: Knex.Config };
  readonly entity: object;
  readonly hosts?: GiteaOverlays['hosts'];
  /** The first dies next. */
  readonly alive: Portal[];
}

interface Portal {
  readonly ended: Promise<void>;
  promote(killAt: number): Promise<unknown>;
  steps(): Promise<number>;
}

describe.each(testDatabases)('kill -9 in a promotion, on $name', ({ name, start, skipped }) => {
  const test = skipped === undefined ? it : it.skip;
  const replicas = name === 'PostgreSQL' ? 2 : 1;
  const every = takesAll ? 1 : name === 'PostgreSQL' ? 6 : 2;
  // A death waits for leases to end, most of its time: where there are many, somebody dies in two clusters at once.
  const worlds = name === 'PostgreSQL' ? 1 : 2;
  const folder = path.resolve(__dirname, '../../node_modules/.cache');
  const script = path.join(folder, `promotionProcess-${process.pid}-${replicas}.cjs`);
  let databases: RunningDatabases;
  let clusters: readonly World['cluster'][] = [];

  const children = new Set<ChildProcess>();
  // Those that are left would go on in the next test, and keep the run from ending.
  afterEach(() => {
    for (const child of children) child.kill('SIGKILL');
    children.clear();
  });

  beforeAll(async () => {
    mkdirSync(folder, { recursive: true });
    buildSync({
      entryPoints: [path.resolve(__dirname, '__testUtils__/promotionProcess.ts')],
      outfile: script,
      ...{ bundle: true, platform: 'node', format: 'cjs', target: 'node22', logLevel: 'error' },
      external: ['knex', 'better-sqlite3', 'pg', 'express', '@backstage/backend-plugin-api'],
    });
    clusters = await Promise.all(Array.from({ length: worlds }, startCluster));
    if (skipped === undefined) databases = await start();
  }, 120_000);
  afterAll(async () => {
    rmSync(script, { force: true });
    for (const cluster of clusters) await cluster.close();
    await databases?.stop();
  });

  async function startPortal({
    cluster,
    database,
    entity,
    hosts,
  }: Omit<World, 'alive'>): Promise<Portal> {
    const usual = { cluster: CLUSTER, stableFor: '5s', rolloutTimeout: '10m' };
    const argument = {
      ...{ knex: database.config, server: cluster.url, token: TOKEN, entity, speed: 10 },
      ...{ forge: cluster.folder, hosts },
      environments: ['staging', 'prod'].map(each => ({
        ...{ ...usual, name: each, namespace: `{system}-${each}` },
      })),
    };
    const child = spawn(process.execPath, [script, JSON.stringify(argument)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.add(child);
    const ended = new Promise<void>(resolve => child.once('exit', () => resolve()));
    const port = await new Promise<string>((resolve, reject) => {
      child.stdout.once('data', (data: Buffer) => resolve(data.toString().trim()));
      child.once('exit', code => reject(new Error(`ended with ${code} before it was ready`)));
    });
    const url = `http://127.0.0.1:${port}`;
    return {
      ended,
      async promote(killAt: number) {
        const body = { component: 'component:default/cart', from: 'staging', to: 'prod' };
        const answer = await request(`${url}/operations/promote`, {
          ...{ method: 'POST', body: JSON.stringify(body) },
          headers: { 'content-type': 'application/json', 'x-kill-at': String(killAt) },
        }).catch(() => undefined);
        return answer?.text();
      },
      async steps() {
        const answer = await request(`${url}/steps`);
        return (await answer.json()).steps as number;
      },
    };
  }

  /** One of the replicas dies, the others go on, and a new one comes: to start them all each time takes longer than all else. */
  async function dieAt(step: number, { tag, world }: { tag: string; world: World }) {
    const { cluster } = world;
    await cluster.set('staging', tag);
    await cluster.set('prod', '1');
    const { generation } = await cluster.look();
    const end = await dieWhile(step, world);
    const { image, generation: after } = await cluster.look();
    return { ...end, image, writes: after - generation };
  }

  /** What has become of the promotion that the dead one had begun. */
  async function dieWhile(step: number, world: World) {
    const { database, alive } = world;
    const before: string[] = await database
      .knex('promotions')
      .pluck('id')
      .catch(() => []);
    const victim = alive.shift();
    if (victim === undefined) throw new Error('nobody is left to die');
    await victim.promote(step);
    await victim.ended;
    while (alive.length < replicas) alive.push(await startPortal(world));
    await untilEnded(database.knex);
    const rows = await database
      .knex('promotions')
      .whereNotIn('id', before)
      .select('data', 'active_in');
    const [row] = rows;
    const promotion: StoredPromotion | undefined = row && JSON.parse(row.data);
    const last = await database.knex('operations').orderBy('created_at', 'desc').first('status');
    return {
      ...{ promotions: rows.length, promotion, isActive: Boolean(row?.active_in) },
      status: last?.status,
    };
  }

  /** Counts the steps of one that nobody kills, and lets somebody die at each of those that are taken. */
  async function dieEverywhere(options: {
    entity?: object;
    /** Of a cluster, in place of the entity. */
    repository?(cluster: World['cluster']): Promise<Pick<World, 'entity' | 'hosts'>>;
    tag: string;
    count: number;
    every: number;
    reset?(world: World): Promise<void>;
    die(step: number, world: World): Promise<void>;
  }) {
    const { entity = COMPONENT, repository, tag, count, reset, die } = options;
    const steps = Array.from({ length: Math.ceil(count / options.every) }, (_, at) => at);
    await Promise.all(
      clusters.map(async (cluster, turn) => {
        const of = (await repository?.(cluster)) ?? { entity };
        const place = { cluster, ...of, database: await databases.create() };
        const probe = await startPortal(place);
        const world = { ...place, alive: [probe] };
        await reset?.(world);
        await cluster.set('staging', tag);
        await probe.promote(1_000);
        // The answer does not wait for the end of a long one.
        await untilEnded(world.database.knex);
        // The numbers above are what there is: a step that is added is died at too.
        expect(await probe.steps()).toBe(count);
        for (const at of steps.filter(each => each % worlds === turn))
          await die(1 + at * options.every, world);
      }),
    );
  }

  test.each(Object.entries(STEPS))(
    'it is finished or put back, once, for %s',
    async (tag, count) => {
      const good = `${imageOf(tag)}@${digestFor(imageOf(tag))}`;
      await dieEverywhere({
        ...{ tag, count, every },
        async die(step, world) {
          const end = await dieAt(step, { tag, world });
          const isGood = tag === '2';
          // Dead before anything was stored: then nothing has happened, and the receipt says so.
          const begun = end.promotion !== undefined;
          expect({ step, ...end, promotion: end.promotion?.state }).toEqual({
            step,
            promotions: begun ? 1 : 0,
            promotion: begun ? (isGood ? 'succeeded' : 'rolled-back') : undefined,
            isActive: false,
            image: begun && isGood ? good : imageOf('1'),
            status: begun && isGood ? 'succeeded' : 'failed',
            writes: begun ? (isGood ? 1 : 2) : 0,
          });
          if (step > 1) expect(begun).toBe(true);
          expect(end.promotion?.resumed ?? 1).toBeLessThanOrEqual(1);
        },
      });
    },
  );

  /** Through the repository that each cluster gets, which is asked what was written to it. */
  const throughRepository =
    (makeOverlays: (cluster: World['cluster']) => Promise<Overlays & Partial<GiteaOverlays>>) =>
    async (tag: string, count: number, each: number) => {
      const good = `${imageOf(tag)}@${digestFor(imageOf(tag))}`;
      const overlaysOf = new Map<World['cluster'], Overlays>();
      const reset = async ({ cluster }: World) => {
        cluster.gitOps.pause();
        await cluster.set('prod', '1');
        await overlaysOf.get(cluster)?.write('1');
        cluster.gitOps.resume();
      };
      await dieEverywhere({
        ...{ tag, count, every: each, reset },
        async repository(cluster) {
          const overlays = await makeOverlays(cluster);
          overlaysOf.set(cluster, overlays);
          cluster.follow(overlays);
          const { repository, hosts } = overlays;
          return { entity: throughGit(repository), ...(hosts && { hosts }) };
        },
        async die(step, world) {
          const commits = async () => (await overlaysOf.get(world.cluster)?.commits()) ?? 0;
          await reset(world);
          const before = await commits();
          const end = await dieAt(step, { tag, world });
          const isGood = tag === '2';
          const begun = end.promotion !== undefined;
          const made = (await commits()) - before;
          expect({ step, made, ...end, promotion: end.promotion?.state }).toEqual({
            step,
            made: begun ? (isGood ? 1 : 2) : 0,
            promotions: begun ? 1 : 0,
            promotion: begun ? (isGood ? 'succeeded' : 'rolled-back') : undefined,
            isActive: false,
            image: begun && isGood ? good : imageOf('1'),
            status: begun && isGood ? 'succeeded' : 'failed',
            writes: expect.any(Number),
          });
          if (step > 1) expect(begun).toBe(true);
        },
      });
    };

  test.each(Object.entries(GIT_STEPS))(
    'through git it is committed once, or taken back once, for %s',
    (tag, count) =>
      throughRepository(async ({ forge }) => folderOverlays(forge))(tag, count, every),
  );

  // Skipped, and counted as that, where no Gitea runs: `npm test` builds and starts one.
  (GITEA === undefined ? it.skip : test).each(Object.entries(GIT_STEPS))(
    'on the real Gitea it is committed once, or taken back once, for %s',
    (tag, count) =>
      throughRepository(() => giteaOverlays(String(GITEA)))(tag, count, takesAll ? 1 : 3),
  );

  test.each(Object.entries(CANARY_STEPS))(
    'in steps nothing is left beside the workload, for %s',
    async (tag, count) => {
      const good = `${imageOf(tag)}@${digestFor(imageOf(tag))}`;
      await dieEverywhere({
        ...{ tag, count, every: takesAll ? 1 : 2 * every, entity: IN_STEPS },
        async reset({ cluster }) {
          cluster.gitOps.pause();
          await cluster.set('prod', '1');
        },
        async die(step, world) {
          const end = await dieAt(step, { tag, world });
          const isGood = tag === '2';
          const begun = end.promotion !== undefined;
          expect({
            ...{ step, image: end.image, promotion: end.promotion?.state },
            ...(await world.cluster.beside()),
          }).toEqual({
            step,
            image: begun && isGood ? good : imageOf('1'),
            promotion: begun ? (isGood ? 'succeeded' : 'rolled-back') : undefined,
            ...{
              deployments: ['cart'],
              services: ['cart'],
              backends: [{ name: 'cart', port: 80 }],
            },
          });
        },
      });
    },
  );

  test.each(Object.entries(FIRST_STEPS))(
    'the first promotion makes all of it, or leaves nothing, for %s',
    async (tag, count) => {
      const reset = async ({ cluster }: World) => {
        cluster.gitOps.pause();
        await cluster.set('staging', tag);
        await cluster.empty();
      };
      await dieEverywhere({
        ...{ tag, count, every: takesAll ? 1 : 2 * every, entity: OF_A_REPOSITORY, reset },
        async die(step, world) {
          await reset(world);
          const end = await dieWhile(step, world);
          const begun = end.promotion !== undefined;
          const isGood = tag === '2';
          expect({
            ...{ step, promotions: end.promotions, promotion: end.promotion?.state },
            ...{ isActive: end.isActive, made: await world.cluster.made() },
          }).toEqual({
            ...{ step, promotions: begun ? 1 : 0, isActive: false },
            promotion: begun ? (isGood ? 'succeeded' : 'rolled-back') : undefined,
            made: begun && isGood ? [end.promotion?.id, end.promotion?.id] : [],
          });
          if (step > 1) expect(begun).toBe(true);
        },
      });
    },
  );
});
