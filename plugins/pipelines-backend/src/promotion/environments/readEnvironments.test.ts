import { mockServices } from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { readEnvironments } from './readEnvironments';

const read = (kubemate: JsonObject) =>
  readEnvironments(mockServices.rootConfig({ data: { kubemate } }));
const one = (entry: JsonObject) =>
  read({ pipelines: { environments: [{ name: 'prod', cluster: 'live', ...entry }] } });

it('has what an environment does not say', () => {
  expect(one({})).toEqual([
    {
      ...{
        name: 'prod',
        title: 'prod',
        cluster: 'live',
        gates: { freeze: true, imageSigned: false },
      },
      ...{ timeoutMs: 600_000, stableMs: 30_000 },
    },
  ]);
});

it('reads gates and times', () => {
  const approvals = { count: 2, groups: ['owner', 'group:default/sre'], expiresAfter: '4h' };
  const [environment] = one({ gates: { approvals, freeze: false }, stableFor: '2m' });
  expect(environment).toMatchObject({
    stableMs: 120_000,
    gates: {
      freeze: false,
      approvals: { count: 2, expiresAfterMs: 14_400_000, notBy: ['requester', 'author'] },
    },
  });
});

it('reads metrics by their names, or with what else counts', () => {
  const metrics = ['errors', { metric: 'memory', of: 'target', noData: 'pass' }];
  expect(one({ gates: { metrics } })[0]?.gates.metrics).toEqual([
    { metric: 'errors', of: 'source', noData: 'block' },
    { metric: 'memory', of: 'target', noData: 'pass' },
  ]);
});

it.each([
  [{ name: 'Prod' }, 'environments.0.name'],
  [{ stableFor: 'soon' }, 'environments.0.stableFor'],
  [{ gates: { approvals: { groups: [] } } }, 'environments.0.gates.approvals.groups'],
  [{ gates: { approvals: { groups: ['sre'] } } }, 'environments.0.gates.approvals.groups.0'],
  [
    { gates: { imageScanned: { maxCritical: -1 } } },
    'environments.0.gates.imageScanned.maxCritical',
  ],
  [{ gate: {} }, 'environments.0'],
])('names the key of what is wrong: %j', (entry, key) => {
  expect(() => one(entry)).toThrow(`kubemate.pipelines.${key}`);
});

it('refuses a name that is there twice', () => {
  const entry = { name: 'prod', cluster: 'live' };
  expect(() => read({ pipelines: { environments: [entry, entry] } })).toThrow(
    /prod is there twice/,
  );
});

it('takes the sandbox’s where the sandbox is on and nothing else is said', () => {
  const file = path.resolve(__dirname, '../../../../../app-config.yaml');
  const { kubemate } = parse(readFileSync(file, 'utf8'));
  const names = (kube: JsonObject) => read(kube).map(({ name }) => name);
  expect(names(kubemate)).toEqual(['dev', 'staging', 'prod']);
  expect(names({ ...kubemate, sandbox: { ...kubemate.sandbox, enabled: false } })).toEqual([]);
  const own = { environments: [{ name: 'live', cluster: 'live' }] };
  expect(names({ ...kubemate, pipelines: own })).toEqual(['live']);
});
