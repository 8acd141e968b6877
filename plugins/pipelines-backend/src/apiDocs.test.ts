import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { systemClock } from '@kubemate/kube-node';
import { pipelineOperations, pipelinesRoutes } from '@kubemate/plugin-pipelines-common';
import { JenkinsEngine } from './jenkins/JenkinsEngine';
import { runOperations } from './operations/runOperations';

const read = (name: string) =>
  readFileSync(resolve(__dirname, '../../../docs', name), 'utf8').split('\n');
const pages = read('pipelines.md');
const operations = read('operations.md');

const namesIn = (cell = '') => [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name).sort();

it.each(Object.values(pipelinesRoutes))(
  'docs/pipelines.md has a line for $path with its parameters',
  ({ path, query }) => {
    const line = pages.find(text => text.startsWith(`| \`GET ${path}\` `)) ?? '| | none';
    expect(namesIn(line.split('|')[2])).toEqual(Object.keys(query.shape).sort());
  },
);

it.each(Object.values(pipelineOperations))(
  'docs/operations.md has a line for $name with its input',
  contract => {
    const name = contract.name.replace(/^pipelines\./, '');
    const line = operations.find(text => text.startsWith(`| \`${name}\` `)) ?? '';
    const [, , cell, bulk = ''] = line.split('|');
    expect(namesIn(cell?.replace(/:.*/, ''))).toEqual(Object.keys(contract.input.shape).sort());
    expect(bulk.trim() === 'yes').toBe('bulk' in contract && contract.bulk === true);
  },
);

it('defines every operation of the contract', () => {
  const jenkins = new JenkinsEngine({ instances: [], clock: systemClock });
  expect(
    runOperations({ jenkins })
      .map(({ contract }) => contract.name)
      .sort(),
  ).toEqual(
    Object.values(pipelineOperations)
      .map(({ name }) => name)
      .sort(),
  );
});
