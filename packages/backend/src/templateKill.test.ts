import { readdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  after,
  asked,
  before,
  begun,
  finished,
  more,
  unfinished,
  unnoted,
} from './__testUtils__/kill/deaths';
import { MortalPortal } from './__testUtils__/kill/MortalPortal';
import type { Death } from './__testUtils__/kill/portalProcess';
import { ORDERS } from './__testUtils__/ServiceTemplates';

jest.setTimeout(900_000);

let portal: MortalPortal;
beforeAll(async () => {
  portal = await MortalPortal.prepare();
}, 120_000);
afterAll(() => portal?.close());

/** In the order in which one run comes to them; those that are marked only with `KUBEMATE_KILLS=all`. */
const DEATHS: readonly Death[] = [
  ...more(begun('source')),
  unfinished('manifests'),
  ...more(finished('tekton'), begun('record')),
  ...more(begun('check'), asked('publish:create')),
  after('insert into .repositories. '),
  ...more(unnoted('publish:create'), asked('publish:commit')),
  before('update .repositories. set .pushed'),
  unnoted('publish:commit'),
  ...more(unfinished('publish')),
  asked('apply:0'),
  unnoted('apply:2'),
  ...more(unfinished('apply')),
  unnoted('pipeline:0'),
  ...more(asked('run:0')),
  unnoted('run:0'),
  unfinished('run'),
];

/** And while it is taken back: an object is deleted and nobody knows; of the repository nothing knows any more, and its folder is there. */
const UNDO_DEATHS: readonly Death[] = [
  before('update .operations. .*clusters.delete-object .*succeeded'),
  { when: 'committed', statement: 'delete from .repositories. ' },
];

const OBJECTS = {
  serviceaccounts: '/api/v1',
  services: '/api/v1',
  deployments: '/apis/apps/v1',
  poddisruptionbudgets: '/apis/policy/v1',
  horizontalpodautoscalers: '/apis/autoscaling/v2',
  networkpolicies: '/apis/networking.k8s.io/v1',
  pipelines: '/apis/tekton.dev/v1',
  pipelineruns: '/apis/tekton.dev/v1',
};

const REPOSITORY = '/repositories/repositories/shop-team/orders';
const COMPONENT = '/catalog/entities/by-name/component/default/orders';

/** What there is of the service, wherever something of it may be. */
async function left() {
  const objects = await Promise.all(
    Object.entries(OBJECTS).map(async ([resource, group]) => {
      const names = await portal.namesIn(`${group}/namespaces/shop/${resource}`);
      return names.filter(name => name.startsWith('orders')).map(() => resource);
    }),
  );
  const commits = await portal.ask(`${REPOSITORY}/commits`);
  const entities = await portal.ask('/catalog/entities?filter=metadata.name=orders');
  return {
    objects: objects.flat(),
    commits: (commits.body.items ?? []).map(({ message }: any) => message),
    folders: foldersOf(),
    entities: entities.body.map(({ kind }: any) => kind),
  };
}

/** Of repositories, and of what was being made or thrown away. */
function foldersOf(): string[] {
  const home = path.join(portal.folder, 'repositories');
  return readdirSync(home).flatMap(owner =>
    readdirSync(path.join(home, owner)).map(name => `${owner}/${name}`),
  );
}

const isEnded = ({ body }: { body: any }) =>
  ['completed', 'failed', 'cancelled'].includes(body.status);
const template = '/catalog/entities/by-name/template/default/node-service';
let run = '';

it('goes on after each death, and makes everything once', async () => {
  const [first, ...others] = DEATHS;
  await portal.live(first);
  await portal.until(template, ({ status }) => status === 200);
  const started = await portal.ask('/scaffolder/v2/tasks', {
    templateRef: 'template:default/node-service',
    values: ORDERS,
  });
  expect([started.status, started.body]).toEqual([201, expect.anything()]);
  run = started.body.id;
  expect([first, await portal.death()]).toEqual([first, 'SIGKILL']);
  for (const death of others) {
    await portal.live(death);
    expect([death, await portal.death()]).toEqual([death, 'SIGKILL']);
  }
  await portal.live();
  const ended = await portal.until(`/scaffolder/v2/tasks/${run}`, isEnded);
  expect(ended.body.status).toBe('completed');
  await portal.until(COMPONENT, ({ status }) => status === 200);
  expect(await left()).toEqual({
    objects: [...Object.keys(OBJECTS)],
    commits: ['First commit'],
    folders: ['shop-team/orders.git'],
    entities: ['Component'],
  });
  // It was to be noted after the commit.
  expect((await portal.ask(REPOSITORY)).body.pushedAt).toBeGreaterThan(0);
});

it('has one thing to take back for each thing that it has made', async () => {
  await portal.until('/pipelines/runs?places=dev&folders=shop&pipeline=orders', ({ body }) =>
    body.items.every(({ phase }: any) => phase === 'succeeded'),
  );
  const { body } = await portal.ask(`/template-runs/runs/${run}/undo-plan`);
  const undone = body.items.flatMap(({ undoes, state }: any) => (undoes ? [[state, undoes]] : []));
  expect(undone).toEqual([
    ['as-made', expect.stringMatching(/^Delete PipelineRun orders-/)],
    ...[
      ...['Pipeline', 'NetworkPolicy', 'HorizontalPodAutoscaler', 'PodDisruptionBudget'],
      ...['Deployment', 'Service', 'ServiceAccount'],
    ].map(kind => ['as-made', `Delete ${kind} orders`]),
    ['as-made', 'Delete repository shop-team/orders'],
  ]);
});

it('leaves what somebody has changed since, also where its first attempt was cut off', async () => {
  const workload = {
    ...{ cluster: 'dev', apiVersion: 'apps/v1', kind: 'Deployment' },
    ...{ namespace: 'shop', name: 'orders' },
  };
  const image = { workload, container: 'orders', image: 'registry.example.com/shop/orders:hand' };
  const set = await portal.ask('/clusters/operations/set-image', image);
  expect([set.status, set.body.status]).toEqual([200, 'succeeded']);
  const { body } = await portal.ask(`/template-runs/runs/${run}/undo-plan`);
  const ofDeployment = body.items.flatMap(({ did, state, undoes }: any) =>
    did.target.kind === 'Deployment' ? [[state, undoes]] : [],
  );
  expect(ofDeployment).toEqual([
    ['changed', 'Delete Deployment orders'],
    ['goes-along', undefined],
  ]);
});

it('is taken back after each death, and leaves nothing', async () => {
  const { body: plan } = await portal.ask(`/template-runs/runs/${run}/undo-plan`);
  const items = plan.items.flatMap(({ id, undoes }: any) => (undoes ? [id] : []));
  const confirmed = ['shop-team/orders'];
  const undo = () => portal.ask('/template-runs/operations/undo', { run, confirmed, items });
  await portal.kill();
  for (const death of UNDO_DEATHS) {
    await portal.live(death);
    // A busy machine answers that it goes on, and dies after that.
    await undo().catch(() => undefined);
    expect([death, await portal.death()]).toEqual([death, 'SIGKILL']);
  }
  await portal.live();
  // The folder of the repository goes as soon as the dead have lost their lease.
  const nothing = { objects: [], commits: [], folders: [], entities: [] };
  const deadline = Date.now() + 60_000;
  const isLeft = async () => JSON.stringify(await left()) !== JSON.stringify(nothing);
  while (Date.now() < deadline && (await isLeft())) await sleep(200);
  expect(await left()).toEqual(nothing);
  const { body } = await portal.ask(`/template-runs/runs/${run}/undo-plan`);
  expect(body.items.filter(({ undoes }: any) => undoes)).toEqual([]);
});
