import { mockServices } from '@backstage/backend-test-utils';
import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import type { JobDirectory } from '@kubemate/plugin-pipelines-common';
import { jobEntities, type JobUse } from './jobEntities';
import { JobEntityProvider } from './JobEntityProvider';

type Instance = JobDirectory['instances'][number];
type Job = Instance['jobs'][number];

const job = (fullName: string, rest: Partial<Job> = {}): Job => ({
  ...{ fullName, folder: 'shop', name: fullName.replace('shop/', ''), isMultibranch: false },
  ...{ owners: ['group:default/shop-team'], readers: ['user:default/Lena'], ...rest },
});
const ci = (...jobs: Job[]): Instance => ({ name: 'ci', isRead: true, jobs });
const silent: Instance = { name: 'ci', isRead: false, jobs: [] };

const settled = () => new Promise(setImmediate);

async function start(before: Entity[] = [], instances: Instance[] = []) {
  const state = { instances, uses: [] as JobUse[] };
  const told: string[] = [];
  const waiting: (() => void)[] = [];
  const provider = new JobEntityProvider({
    directory: async () => ({ instances: state.instances }),
    uses: async () => state.uses,
    before: async () => before,
    logger: mockServices.logger.mock(),
    clock: {
      now: () => 0,
      after: (_, run) => {
        waiting.push(run);
        return () => {};
      },
    },
    signal: new AbortController().signal,
    appUrl: undefined,
  });
  await provider.connect({
    applyMutation: async mutation => {
      if (mutation.type !== 'delta') throw new Error('not a delta');
      for (const { entity } of mutation.added)
        told.push(`+ ${stringifyEntityRef(entity)} ${entity.spec?.dependencyOf ?? ''}`);
      for (const removed of mutation.removed)
        told.push(`- ${'entityRef' in removed ? removed.entityRef : ''}`);
    },
    refresh: async () => {},
  });
  await provider.start();
  return async (change: Partial<typeof state>) => {
    Object.assign(state, change);
    for (const run of waiting.splice(0)) run();
    await settled();
    await settled();
    return told.splice(0);
  };
}

it('tells the catalog of differences alone, and which component names a job', async () => {
  const after = await start();
  const web = '+ resource:pipelines/ci.shop.web ';
  expect(await after({ instances: [ci(job('shop/web'))] })).toEqual([web]);
  expect(await after({})).toEqual([]);
  const uses = [{ component: 'component:default/cart', jobs: 'other, ci:shop/web' }];
  expect(await after({ uses })).toEqual([`${web}component:default/cart`]);
  expect(await after({ uses: [] })).toEqual([web]);
  expect(await after({ instances: [ci()] })).toEqual(['- resource:pipelines/ci.shop.web']);
});

it('keeps what an instance had that does not answer, from before a restart too, and drops one that is gone', async () => {
  const before = jobEntities({ instances: [ci(job('shop/web'))], uses: [], appUrl: undefined });
  const after = await start(before, [silent]);
  expect(await after({})).toEqual([]);
  expect(await after({ instances: [] })).toEqual(['- resource:pipelines/ci.shop.web']);
});

it('shows a job to those for whom the configuration has it, and one of nobody to nobody', () => {
  const everybody = job('shop/open', { readers: ['*'] });
  const nobody = job('shop/lost', { owners: [], readers: ['*'] });
  const instances = [ci(job('shop/web'), everybody, nobody)];
  const found = jobEntities({ instances, uses: [], appUrl: 'https://p' });
  expect(found.map(({ metadata, spec }) => [metadata.title, spec])).toEqual([
    [
      'shop/web',
      {
        ...{ type: 'jenkins-job', owner: 'group:default/shop-team', visibility: 'restricted' },
        readers: ['group:default/shop-team', 'user:default/lena'],
      },
    ],
    ['shop/open', { type: 'jenkins-job', owner: 'group:default/shop-team' }],
  ]);
});
