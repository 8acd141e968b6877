import { ClusterConnection } from '../clusters/ClusterConnection';
import { json, ScriptedServer } from '../testUtils/ScriptedServer';
import { testDefinition } from '../testUtils/testDefinition';
import { Discovery } from './Discovery';

const LEGACY: Record<string, unknown> = {
  '/api': { kind: 'APIVersions', versions: ['v1'] },
  '/apis': {
    kind: 'APIGroupList',
    groups: [
      {
        name: 'autoscaling',
        versions: [{ version: 'v1' }, { version: 'v2' }],
        preferredVersion: { version: 'v2' },
      },
      { name: 'metrics.k8s.io', versions: [{ version: 'v1beta1' }] },
    ],
  },
  '/api/v1': {
    resources: [
      {
        name: 'pods',
        kind: 'Pod',
        singularName: 'pod',
        namespaced: true,
        verbs: ['list'],
        shortNames: ['po'],
      },
      { name: 'pods/log', kind: 'Pod', namespaced: true, verbs: ['get'] },
    ],
  },
  '/apis/autoscaling/v1': {
    resources: [
      {
        name: 'horizontalpodautoscalers',
        kind: 'HorizontalPodAutoscaler',
        namespaced: true,
        verbs: ['list'],
      },
    ],
  },
  '/apis/autoscaling/v2': {
    resources: [
      {
        name: 'horizontalpodautoscalers',
        kind: 'HorizontalPodAutoscaler',
        namespaced: true,
        verbs: ['list'],
      },
    ],
  },
};

describe('Discovery of a server without aggregated documents', () => {
  it('reads one document for each version, preferred first, and lives with one that is away', async () => {
    const server = await ScriptedServer.start(({ url }, response) => {
      const document = LEGACY[url];
      json(response, document ? 200 : 503, document ?? {});
    });
    const connection = new ClusterConnection(testDefinition(server.url));
    const catalog = await new Discovery(connection, new AbortController().signal).refresh();
    expect(catalog.find({ group: '', version: 'v1', plural: 'pods' })).toMatchObject({
      shortNames: ['po'],
      subresources: ['log'],
    });
    expect(catalog.findPreferred('autoscaling', 'horizontalpodautoscalers')?.version).toBe('v2');
    expect(
      catalog.find({ group: 'autoscaling', version: 'v1', plural: 'horizontalpodautoscalers' }),
    ).toBeDefined();
    expect(catalog.kinds().map(kind => kind.plural)).toEqual(['pods', 'horizontalpodautoscalers']);
    expect(catalog.stale).toEqual(['metrics.k8s.io/v1beta1']);
    await connection.close();
    await server.close();
  });
});
