import { existsSync } from 'node:fs';
import path from 'node:path';
import { checkOperation } from './__testUtils__/contract/checkOperation';
import type { Attempts, OperationCase } from './__testUtils__/contract/checkOperation';
import { ClusterPlace } from './__testUtils__/contract/ClusterPlace';
import type { ContractWorld } from './__testUtils__/contract/ContractWorld';
import { objectCases } from './__testUtils__/contract/objectCases';
import { pipelineCases } from './__testUtils__/contract/pipelineCases';
import { repositoryCases, tenantCases } from './__testUtils__/contract/portalCases';
import { promotionCases } from './__testUtils__/contract/promotionCases';
import { helmCases, registryCases } from './__testUtils__/contract/registryCases';
import { startContractPortal, START_MS } from './__testUtils__/contract/startContractPortal';
import type { ContractPortal } from './__testUtils__/contract/startContractPortal';
import { workloadCases } from './__testUtils__/contract/workloadCases';

// Promotions wait for pods.
jest.setTimeout(300_000);

const peerKubeconfig = process.env.KUBEMATE_PEER_KUBECONFIG;
let contract: ContractPortal;
let world: ContractWorld;
const attempts: Attempts = [];

beforeAll(async () => {
  contract = await startContractPortal();
  world = contract.world;
}, START_MS);

afterAll(() => contract?.stop(), START_MS);

function clusterCases(place: ClusterPlace): Readonly<Record<string, OperationCase>> {
  return {
    ...workloadCases(place),
    ...objectCases(place),
    ...helmCases(place),
    ...registryCases({ world, place }),
  };
}

function portalOnlyCases(place: ClusterPlace): Readonly<Record<string, OperationCase>> {
  return {
    ...tenantCases({ world, place }),
    ...repositoryCases({ world, place }),
    ...pipelineCases(world),
    ...promotionCases(world),
  };
}

/** What needs more than the sandbox has, with the test of its plan, run and refusal. */
const HELD_ELSEWHERE: Readonly<Record<string, string>> = {
  'pipelines.replay-trigger': 'plugins/pipelines-backend/src/triggers/replay.test.ts',
  'repositories.propose-on-host': 'packages/backend/src/templateUpgrade.test.ts',
  'repositories.upgrade-on-host': 'packages/backend/src/templateUpgrade.test.ts',
  'template-runs.undo': 'packages/backend/src/templateRuns.test.ts',
};

/** Names alone, which need no cluster. */
const nowhere = new ClusterPlace({ name: 'lab', server: 'http://127.0.0.1:1', token: '' });
const names = (cases: object) => Object.keys(cases).sort();

async function check(
  place: ClusterPlace | undefined,
  { name, cases }: { name: string; cases: typeof clusterCases },
) {
  const each = place && cases(place)[name];
  if (each === undefined) throw new Error(`There is no case of ${name}`);
  await checkOperation({ name, each, world }, attempts);
}

it('has a case of every operation of every plugin that is mounted', async () => {
  const mounted: string[] = [];
  const plugins = ['audit', 'clusters', 'pipelines', 'repositories', 'template-runs', 'tenants'];
  for (const plugin of plugins) {
    const { paths } = await world.read('platform', `${plugin}/openapi.json`);
    for (const route of Object.keys(paths)) {
      const [, operation] = /^\/operations\/([\w-]+)$/.exec(route) ?? [];
      if (operation !== undefined) mounted.push(`${plugin}.${operation}`);
    }
  }
  expect(mounted.length).toBeGreaterThan(50);
  for (const file of Object.values(HELD_ELSEWHERE))
    expect(existsSync(path.resolve(__dirname, '../../..', file))).toBe(true);
  expect(mounted.sort()).toEqual(
    names({ ...clusterCases(nowhere), ...portalOnlyCases(nowhere), ...HELD_ELSEWHERE }),
  );
});

describe('on the sandbox', () => {
  it.each(names(clusterCases(nowhere)))('%s keeps the contract', name =>
    check(contract.places.lab, { name, cases: clusterCases }),
  );

  it.each(names(portalOnlyCases(nowhere)))('%s keeps the contract', name =>
    check(contract.places.lab, { name, cases: portalOnlyCases }),
  );
});

const describePeer = peerKubeconfig === undefined ? describe.skip : describe;

/** What needs a kubelet, which the real API server of the tests has not. */
const NEEDS_KUBELET = ['clusters.open-terminal'];

describePeer('on a real API server', () => {
  it.each(names(clusterCases(nowhere)).filter(name => !NEEDS_KUBELET.includes(name)))(
    '%s keeps the contract',
    name => check(contract.places.real, { name, cases: clusterCases }),
  );

  it.each(names(tenantCases({ world, place: nowhere })))('%s keeps the contract', name =>
    check(contract.places.real, { name, cases: place => tenantCases({ world, place }) }),
  );
});

it('has exactly one record of each attempt when all is over', async () => {
  expect(attempts.length).toBeGreaterThan(100);
  for (const { name, answer } of attempts) {
    const records = await world.recordsOf(answer);
    expect({ name, status: answer.status, records: records.length }).toEqual({
      ...{ name, status: answer.status, records: 1 },
    });
  }
  expect(await world.read('platform', 'audit/verify')).toMatchObject({ ok: true });
});
