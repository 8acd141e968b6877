import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { methodOf } from '@kubemate/http-common';
import type { Route } from '@kubemate/http-common';
import { clustersOperations, clustersRoutes, podRoutes } from '@kubemate/plugin-clusters-common';

const read = (name: string) => readFileSync(resolve(__dirname, '../../../docs', name), 'utf8');
const api = read('api.md').split('\n');
const operations = read('operations.md').split('\n');

/** Parameters of the address and fields of the body that are objects themselves. */
function parametersOf(route: Route): string[] {
  const body = 'body' in route ? route.body : undefined;
  const fields = body !== undefined && 'shape' in body ? Object.keys(Object(body.shape)) : [];
  return [...Object.keys(route.query.shape), ...fields];
}

describe('docs/api.md', () => {
  const routes: readonly Route[] = Object.values({ ...clustersRoutes, ...podRoutes });
  it.each(routes.map(route => [`${methodOf(route)} ${route.path}`, route] as const))(
    'has a line for %s that names its parameters, and no others',
    (name, route) => {
      const line = api.find(text => text.startsWith(`| \`${name}\` `)) ?? '';
      const cell = line.split('|')[2] ?? 'none';
      const named = [...cell.matchAll(/`(\w+)`/g)].map(([, parameter]) => parameter);
      expect(named.sort()).toEqual(parametersOf(route).sort());
    },
  );
});

describe('docs/operations.md', () => {
  it.each(Object.values(clustersOperations))('has a line for $name with its input', contract => {
    const name = contract.name.replace(/^clusters\./, '');
    const line = operations.find(text => text.startsWith(`| \`${name}\` `)) ?? '';
    const [, , cell = 'none', bulk = ''] = line.split('|');
    const named = [...cell.matchAll(/`(\w+)`/g)].map(([, parameter]) => parameter);
    expect(named.sort()).toEqual(Object.keys(contract.input.shape).sort());
    expect(bulk.trim() === 'yes').toBe(contract.bulk === true);
  });
});
