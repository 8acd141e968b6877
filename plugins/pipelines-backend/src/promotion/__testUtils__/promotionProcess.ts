import { ConfigReader } from '@backstage/config';
import { createKubeService } from '@kubemate/kube-node';
import type { KubeService, Viewer } from '@kubemate/kube-node';
import { RouteTable } from '@kubemate/http-node';
import { Operations } from '@kubemate/operations-node';
import express from 'express';
import createKnex from 'knex';
import { Registries } from '../../registry/Registries';
import { SonarServers } from '../../sonar/SonarServers';
import { Evidence } from '../evidence/Evidence';
import { Components } from '../environments/Components';
import { readEnvironments } from '../environments/readEnvironments';
import { openHosts } from '@kubemate/git-hosts-node';
import type { Forge, ForgeRepository } from '@kubemate/git-hosts-node';
import { Forges } from '../git/Forges';
import { MetricChecks } from '../metrics/MetricChecks';
import { PodsSource } from '../metrics/PodsSource';
import { PrometheusSource } from '../metrics/PrometheusSource';
import { openPromotionStores } from '../openPromotionStores';
import type { PromotionStores } from '../openPromotionStores';
import { promotionOperationDefinitions } from '../operations/promotionOperationDefinitions';
import { Promotions } from '../Promotions';
import { FolderForge } from './FolderForge';

/*
 * A replica of the portal, reduced to its promotions: the operations, the stores and the clients of the cluster are those of the portal. It kills itself
 * at the step that the test names. Who asks, the catalog and the permissions are the test's.
 */

interface Options {
  readonly knex: object;
  readonly server: string;
  readonly token: string;
  readonly entity: object;
  readonly environments: readonly object[];
  /** Where its own repository is. */
  readonly forge: string;
  /** Where those of a git host are, as the configuration has it. */
  readonly hosts?: { readonly integrations: object; readonly gitRepositories: readonly object[] };
  /** Times as fast as the portal's, so that leases end within a test. */
  readonly speed: number;
}

/** Who asks. */
const TEAM = {
  userEntityRef: 'user:default/dana',
  ownershipEntityRefs: ['user:default/dana', 'group:default/team'],
};

const options: Options = JSON.parse(process.argv[2] ?? '{}');
const { speed } = options;
const clock = {
  now: () => Math.round(Date.now() * speed),
  after(delayMs: number, callback: () => void) {
    const timer = setTimeout(callback, delayMs / speed);
    return () => clearTimeout(timer);
  },
};
const quiet = () => {};
const logger = { error: quiet, warn: quiet, info: quiet, debug: quiet, child: () => logger };

/** Dies at the step with that number; steps are what is stored and what is written to the cluster, before and after. */
let killAt = 0;
let steps = 0;
function step(): void {
  steps += 1;
  if (steps === killAt) process.kill(process.pid, 'SIGKILL');
}

async function around<T>(work: () => Promise<T>): Promise<T> {
  step();
  const done = await work();
  step();
  return done;
}

function mortal(stores: PromotionStores): PromotionStores {
  const { promotions, releases } = stores;
  return {
    ...stores,
    promotions: {
      insert: promotion => around(() => promotions.insert(promotion)),
      replace: promotion => around(() => promotions.replace(promotion)),
      get: id => promotions.get(id),
      list: query => promotions.list(query),
      active: component => promotions.active(component),
      steer: (id, wish) => promotions.steer(id, wish),
      steering: id => promotions.steering(id),
    },
    releases: {
      note: sighting => around(() => releases.note(sighting)),
      get: id => releases.get(id),
      list: query => releases.list(query),
      current: components => releases.current(components),
    },
  };
}

/** Writes of the cluster are steps too; what a plan only tries is none. */
function mortalKube(kube: KubeService): KubeService {
  const write = kube.write.bind(kube);
  return Object.assign(kube, {
    write: ((change, viewer) =>
      change.dryRun
        ? write(change, viewer)
        : around(() => write(change, viewer))) satisfies KubeService['write'],
  });
}

/** Commits, too. */
function mortalForge(forge: Forge): Forge {
  return {
    open(name, user) {
      const repository = forge.open(name, user);
      const commit = repository.commit.bind(repository);
      const propose = repository.propose.bind(repository);
      return Object.assign(repository, {
        commit: (change => around(() => commit(change))) satisfies ForgeRepository['commit'],
        propose: (change => around(() => propose(change))) satisfies ForgeRepository['propose'],
      });
    },
  };
}

/** What is planned is looked up in what the portal watches; that has to be there first. */
async function untilSeen(promotions: Promotions, viewer: Viewer): Promise<void> {
  const [component] = await promotions.components.list({} as never);
  for (const environment of promotions.environments)
    for (;;) {
      if (component === undefined) throw new Error('no component');
      const located = await promotions.reader.locate(component, environment, viewer);
      if (located.state === 'located' || located.cause === 'absent') break;
      await new Promise(resolve => setTimeout(resolve, 50));
    }
}

async function start() {
  const config = new ConfigReader({
    backend: { listen: { host: '127.0.0.1' } },
    kubemate: {
      clusters: [
        { name: 'live', identity: 'impersonate', server: options.server, token: options.token },
      ],
      pipelines: {
        environments: options.environments,
        gitRepositories: options.hosts?.gitRepositories ?? [],
      },
    },
    integrations: options.hosts?.integrations ?? {},
  } as never);
  const knex = createKnex(options.knex);
  const database = { getClient: async () => knex };
  const kube = mortalKube(await createKubeService({ config: config as never, logger }));
  const permissions = {
    authorize: async (all: unknown[]) => all.map(() => ({ result: 'ALLOW' })),
  } as never;
  const catalog = {
    getEntityByRef: async () => options.entity,
    getEntities: async () => ({ items: [options.entity] }),
  };
  const userInfo = { getUserInfo: async () => TEAM };
  const runs = { list: async () => ({ items: [] }), get: async () => undefined } as never;
  const promotions = new Promotions({
    ...{ kube, permissions, clock, runs },
    environments: readEnvironments(config as never),
    components: new Components(catalog as never),
    evidence: new Evidence({
      registries: new Registries({ configs: [], clock }),
      sonar: new SonarServers({ configs: [], clock }),
    }),
    tenants: { of: async () => undefined },
    metrics: new MetricChecks({
      metrics: [],
      prometheus: new PrometheusSource({ metrics: [] }),
      pods: new PodsSource({ kube }),
    }),
    forge: mortalForge(
      new Forges({
        portal: new FolderForge(options.forge),
        hosted: openHosts({ config: config as never, userInfo: userInfo as never, clock }).forge,
      }),
    ),
    stores: mortal(await openPromotionStores(database)),
  });
  const viewer = TEAM;
  await untilSeen(promotions, viewer);
  const operations = await Operations.create({
    definitions: promotionOperationDefinitions(promotions),
    ...{ kube, database, permissions, logger, clock, config: config as never },
    permissionsRegistry: { addPermissions: quiet } as never,
    actionsRegistry: { register: quiet } as never,
    userInfo: userInfo as never,
    auth: {} as never,
    discovery: {} as never,
    shutdown: new AbortController().signal,
    auditSink: async () => {},
  });
  const router = express.Router();
  const routes = new RouteTable({
    ...{ router, logger, clock, shutdown: new AbortController().signal },
    callerOf: async () => ({ viewer, credentials: {} as never }),
  });
  operations.mount(routes);
  const app = express();
  app.use((request, _response, next) => {
    const named = Number(request.headers['x-kill-at'] ?? 0);
    if (named > 0) [killAt, steps] = [named, 0];
    next();
  });
  app.use(router);
  app.get('/steps', (_request, response) => void response.json({ steps }));
  const server = app.listen(0, '127.0.0.1', () => {
    const address = server.address();
    process.stdout.write(`${typeof address === 'object' ? address?.port : ''}\n`);
  });
}

void start();
