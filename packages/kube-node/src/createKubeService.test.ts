import { coreServices, createBackendPlugin } from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { createKubeService } from './createKubeService';
import type { KubeService } from './KubeService';
import {
  kubeServiceFactory,
  kubeServiceRef,
  portalReaderRef,
  serviceAccountsRef,
} from './kubeServiceRef';
import type { ServiceAccounts } from './accounts/ServiceAccounts';
import type { PortalReader } from './portal/PortalReader';
import { json, ScriptedServer } from './testUtils/ScriptedServer';

const logger = mockServices.logger.mock();
const backend = { listen: { host: '127.0.0.1', port: 0 } };

describe('createKubeService', () => {
  it('knows the configured clusters at once, whatever they do', async () => {
    const config = mockServices.rootConfig({
      data: {
        backend,
        kubemate: {
          clusters: [
            {
              name: 'far',
              title: 'Far away',
              server: 'https://127.0.0.1:1',
              token: 'canary-token',
              labels: { environment: 'prod' },
            },
          ],
        },
      },
    });
    const extraClusters = [{ name: 'dev', server: 'http://127.0.0.1:1', token: 'canary-token' }];
    const kube = await createKubeService({ config, logger, extraClusters });
    const states = kube.clusters();
    expect(states).toMatchObject([
      {
        name: 'dev',
        source: 'sandbox',
        identity: 'impersonate',
        connection: { state: 'connecting' },
      },
      {
        name: 'far',
        title: 'Far away',
        source: 'config',
        server: '127.0.0.1:1',
        labels: { environment: 'prod' },
      },
    ]);
    await new Promise<void>(resolve => {
      const abort = new AbortController();
      kube.onClustersChanged(
        () => {
          if (kube.clusters().some(state => state.connection.state !== 'unreachable')) return;
          abort.abort();
          resolve();
        },
        { signal: abort.signal },
      );
    });
    expect(JSON.stringify([kube.clusters(), jest.mocked(logger.warn).mock.calls])).not.toContain(
      'canary',
    );
    await kube.close();
  });

  it.each([
    [
      { clusters: [{ name: 'a', server: 'https://h', caFile: '/nowhere/ca.crt' }] },
      'kubemate.clusters[0].caFile cannot be read: /nowhere/ca.crt',
    ],
    [
      { clusters: [{ name: 'dev', server: 'https://h', token: 't' }] },
      'two clusters are named dev',
    ],
  ])('stops start-up for %j', async (kubemate, message) => {
    const config = mockServices.rootConfig({ data: { backend, kubemate } });
    const extraClusters = [{ name: 'dev', server: 'http://127.0.0.1:1', token: 't' }];
    await expect(createKubeService({ config, logger, extraClusters })).rejects.toThrow(message);
  });
});

describe('kubeServiceFactory', () => {
  it('gives all plugins one service with the added clusters, and ends both with the backend', async () => {
    const server = await ScriptedServer.start((_, response) =>
      json(response, 200, { gitVersion: 'v1.37.2' }),
    );
    const given: KubeService[] = [];
    const close = jest.fn(async () => {});
    const plugin = (pluginId: string) =>
      createBackendPlugin({
        pluginId,
        register(env) {
          env.registerInit({
            deps: { kube: kubeServiceRef, logger: coreServices.logger },
            async init({ kube }) {
              given.push(kube);
            },
          });
        },
      });
    const running = await startTestBackend({
      features: [
        plugin('first'),
        plugin('second'),
        mockServices.rootConfig.factory({ data: { backend } }),
        kubeServiceFactory({
          start: async () => ({
            clusters: [{ name: 'dev', server: server.url.href, token: 't' }],
            close,
          }),
        }),
      ],
    });
    expect(given).toHaveLength(2);
    expect(given[0]).toBe(given[1]);
    expect(given[0]?.clusters().map(state => state.name)).toEqual(['dev']);
    await running.stop();
    expect(close).toHaveBeenCalledTimes(1);
    await server.close();
  });
});

describe('portalReaderRef', () => {
  const backendOf = (pluginId: string, use: (reader: PortalReader) => Promise<unknown>) =>
    startTestBackend({
      features: [
        createBackendPlugin({
          pluginId,
          register(env) {
            env.registerInit({
              deps: { reader: portalReaderRef },
              init: async ({ reader }) => void (await use(reader)),
            });
          },
        }),
      ],
    });

  it('is refused to a plugin that keeps nothing', async () => {
    await expect(backendOf('tenants', async () => {})).rejects.toThrow(
      /tenants must not read with the portal's own rights/,
    );
  });

  it('reads no other API groups than the plugin needs', async () => {
    const secrets = { group: '', version: 'v1', plural: 'secrets' };
    const at = { cluster: 'dev', namespace: 'shop', resource: secrets };
    const { signal } = new AbortController();
    await backendOf('pipelines', async reader => {
      const refused = /secrets of "" are not read with the portal's own rights/;
      await expect(reader.get({ ...at, name: 'db' })).rejects.toThrow(refused);
      await expect(reader.list(at)).rejects.toThrow(refused);
      expect(() => reader.follow(secrets, { signal })).toThrow(refused);
    });
  });
});

describe('serviceAccountsRef', () => {
  const backendOf = (pluginId: string, use: (accounts: ServiceAccounts) => Promise<unknown>) =>
    startTestBackend({
      features: [
        createBackendPlugin({
          pluginId,
          register(env) {
            env.registerInit({
              deps: { accounts: serviceAccountsRef },
              init: async ({ accounts }) => void (await use(accounts)),
            });
          },
        }),
      ],
    });

  it('is refused to a plugin that does nothing in their place', async () => {
    await expect(backendOf('catalog', async () => {})).rejects.toThrow(
      /catalog must not act as service accounts/,
    );
  });

  it('reads and makes nothing but what the plugin needs', async () => {
    await backendOf('pipelines', async accounts => {
      const account = accounts.as({ cluster: 'dev', namespace: 'shop', name: 'git-events' });
      const pods = { group: '', version: 'v1', plural: 'pods' };
      const refused = /pods of "" are not for service accounts here/;
      const at = { resource: pods, namespace: 'shop' };
      await expect(account.get({ ...at, name: 'a' })).rejects.toThrow(refused);
      await expect(account.list(at)).rejects.toThrow(refused);
      await expect(account.create({ ...at, object: {} })).rejects.toThrow(refused);
      const triggers = { group: 'triggers.tekton.dev', version: 'v1beta1', plural: 'triggers' };
      await expect(account.create({ ...at, resource: triggers, object: {} })).rejects.toThrow(
        /triggers of "triggers.tekton.dev" are not for service accounts here/,
      );
    });
  });
});
