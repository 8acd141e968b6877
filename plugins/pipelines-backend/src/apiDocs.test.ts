import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Route } from '@kubemate/http-common';
import { systemClock } from '@kubemate/kube-node';
import type { OperationContract } from '@kubemate/operations-common';
import {
  pipelineOperations,
  pipelinesRoutes,
  promotionOperations,
  promotionRoutes,
} from '@kubemate/plugin-pipelines-common';
import { JenkinsEngine } from './jenkins/JenkinsEngine';
import { runOperations } from './operations/runOperations';
import { promotionOperationDefinitions } from './promotion/operations/promotionOperationDefinitions';
import type { Presets } from './presets/Presets';
import type { Promotions } from './promotion/Promotions';

const read = (name: string) =>
  readFileSync(resolve(__dirname, '../../../docs', name), 'utf8').split('\n');
const pages = read('pipelines.md');
const operations = read('operations.md');

const history = { record: jest.fn() };

const namesIn = (cell = '') => [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name).sort();

const routes: readonly Route[] = Object.values({ ...pipelinesRoutes, ...promotionRoutes });
const contracts: readonly OperationContract[] = Object.values({
  ...pipelineOperations,
  ...promotionOperations,
});

it.each(routes)('docs/pipelines.md has a line for $path with its parameters', ({ path, query }) => {
  const line = pages.find(text => text.startsWith(`| \`GET ${path}\` `)) ?? '| | none';
  expect(namesIn(line.split('|')[2])).toEqual(Object.keys(query.shape).sort());
});

it.each(contracts)('docs/operations.md has a line for $name with its input', contract => {
  const name = contract.name.replace(/^pipelines\./, '');
  const line = operations.find(text => text.startsWith(`| \`${name}\` `)) ?? '';
  const [, , cell, bulk = ''] = line.split('|');
  expect(namesIn(cell?.replace(/:.*/, ''))).toEqual(Object.keys(contract.input.shape).sort());
  expect(bulk.trim() === 'yes').toBe(contract.bulk === true);
});

it('defines every operation of the contract', () => {
  const jenkins = new JenkinsEngine({ instances: [], clock: systemClock });
  const promotions: Partial<Promotions> = {};
  const presets: Partial<Presets> = {};
  const defined = [
    ...runOperations({ jenkins, history, rules: { notBy: [] }, presets: presets as Presets }),
    ...promotionOperationDefinitions(promotions as Promotions),
  ];
  expect(defined.map(({ contract }) => contract.name).sort()).toEqual(
    contracts.map(({ name }) => name).sort(),
  );
});
