import { withoutSecrets } from './withoutSecrets';

it('keeps what was filled in, and nothing that is called a secret or holds one', () => {
  const values = {
    name: 'orders',
    environments: { dev: { cluster: 'dev' } },
    ...{ replicas: 2, monitoring: false, tags: ['a', 'b'], nothing: null },
    dbPassword: 'canary-1',
    registry: { apiKey: 'canary-2', host: 'registry.example.com' },
    url: 'https://me:canary-3@example.com',
    list: ['plain', 'canary-3'],
  };
  const { values: kept, dropped } = withoutSecrets(values, { token: 'canary-3', empty: '' });
  expect(JSON.stringify(kept)).not.toContain('canary');
  expect(kept).toEqual({
    name: 'orders',
    environments: { dev: { cluster: 'dev' } },
    ...{ replicas: 2, monitoring: false, tags: ['a', 'b'], nothing: null },
    registry: { host: 'registry.example.com' },
    list: ['plain'],
  });
  expect(dropped).toEqual(['dbPassword', 'registry.apiKey', 'url', 'list.1']);
});
