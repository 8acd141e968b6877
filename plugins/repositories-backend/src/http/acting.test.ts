import { mockCredentials } from '@backstage/backend-test-utils';
import { OperationsClient } from '@kubemate/operations-common';
import { actingForHeaders, repositoryOperations } from '@kubemate/plugin-repositories-common';
import { startRepositories } from '../__testUtils__/startRepositories';
import type { RepositoriesPortal } from '../__testUtils__/startRepositories';

jest.setTimeout(60_000);

const place = { owner: 'shop-team', name: 'cart' };
const acting = actingForHeaders({ user: 'user:default/dana', groups: ['group:default/shop-team'] });

let portal: RepositoriesPortal;
beforeAll(async () => {
  portal = await startRepositories();
  await portal.as('dana').operations.run(repositoryOperations.create, place);
});
afterAll(() => portal?.stop());

function operationsWith(authorization: string) {
  return new OperationsClient({
    baseUrlOf: () => portal.baseUrl,
    fetch: (input, init) =>
      globalThis.fetch(input, {
        ...init,
        headers: { ...Object.fromEntries(new Headers(init?.headers)), ...acting, authorization },
      }),
  });
}

const commit = (authorization: string) =>
  operationsWith(authorization).run(repositoryOperations.commit, {
    ...{ ...place, message: 'Run 2', files: { 'overlay.yaml': 'images: []\n' } },
  });

const service = (subject: string) =>
  `Bearer ${mockCredentials.service.token({ onBehalfOf: mockCredentials.service(subject), targetPluginId: 'repositories' })}`;

it('commits as the person that the promotions of the portal act for', async () => {
  await expect(commit(service('plugin:pipelines'))).resolves.toMatchObject({ status: 'succeeded' });
  const { items } = await portal.as('vera').repositories.listCommits(place);
  expect(items).toMatchObject([{ message: 'Run 2', author: expect.stringContaining('dana') }]);
});

it.each([
  ['a person', () => mockCredentials.user.header('user:default/vera')],
  ['another plugin', () => service('plugin:scaffolder')],
])('refuses that to %s', async (_who, authorization) => {
  await expect(commit(authorization())).rejects.toThrow(/40[13]/);
});
