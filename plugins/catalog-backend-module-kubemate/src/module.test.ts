import { createServiceFactory } from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import type { ClusterState } from '@kubemate/kube-node';
import {
  kubeServiceRef,
  portalReaderRef,
  type KubeService,
  type PortalReader,
} from '@kubemate/kube-node';
import request from 'supertest';
import { catalogModuleKubemate } from './module';

function cluster(name: string, fields: Partial<ClusterState> = {}): ClusterState {
  return {
    name,
    title: name,
    source: 'config',
    labels: {},
    server: '10.0.0.1:6443',
    identity: 'impersonate',
    connection: { state: 'connecting' },
    latencies: [],
    apiGroups: [],
    ...fields,
  };
}

/** The part of the service that the module uses; the rest is not there and would throw. */
class FakeClusters implements Pick<KubeService, 'clusters' | 'onClustersChanged'> {
  private readonly listeners: (() => void)[] = [];
  constructor(private states: readonly ClusterState[]) {}

  clusters() {
    return this.states;
  }

  onClustersChanged(listener: () => void) {
    this.listeners.push(listener);
  }

  set(...states: readonly ClusterState[]) {
    this.states = states;
    for (const listener of this.listeners) listener();
  }
}

/** Nothing is in the clusters, and nothing comes. */
const noRows: Pick<PortalReader, 'follow'> = {
  // eslint-disable-next-line require-yield -- there is none
  async *follow(_, { signal }) {
    await new Promise(resolve => {
      signal.addEventListener('abort', resolve, { once: true });
    });
  },
};

describe('clusters in the catalog', () => {
  it('are there from the start, and come and go with the portal’s', async () => {
    const kube = new FakeClusters([
      cluster('prod', {
        title: 'Production',
        owner: 'group:default/platform',
        labels: { environment: 'prod', 'not valid!': 'x' },
      }),
      cluster('dev', { source: 'sandbox' }),
    ]);
    const backend = await startTestBackend({
      features: [
        catalogPlugin,
        catalogModuleKubemate,
        mockServices.rootConfig.factory({
          data: {
            app: { baseUrl: 'https://portal.example.org' },
            catalog: { processingInterval: { seconds: 1 } },
          },
        }),
        createServiceFactory({
          service: kubeServiceRef,
          deps: {},
          factory: () => kube as Partial<KubeService> as KubeService,
        }),
        createServiceFactory({
          service: portalReaderRef,
          deps: {},
          factory: () => noRows as Partial<PortalReader> as PortalReader,
        }),
      ],
    });
    const { server } = backend;
    const entities = async () => {
      const { body } = await request(server).get(
        '/api/catalog/entities?filter=kind=resource,spec.type=kubernetes-cluster',
      );
      return body.sort((a: { metadata: { name: string } }, b: { metadata: { name: string } }) =>
        a.metadata.name.localeCompare(b.metadata.name),
      );
    };
    const until = async (names: string) => {
      for (let attempt = 0; attempt < 300; attempt++) {
        const found = await entities();
        if (
          found.map((each: { metadata: { name: string } }) => each.metadata.name).join() === names
        )
          return found;
        await new Promise(resolve => setTimeout(resolve, 100));
      }
      throw new Error(`the catalog does not have ${names}`);
    };
    const [, prod] = await until('dev,prod');
    expect(prod).toMatchObject({
      kind: 'Resource',
      metadata: {
        title: 'Production',
        labels: { environment: 'prod' },
        annotations: {
          'kubemate.io/cluster': 'prod',
          'kubemate.io/source': 'config',
          'backstage.io/view-url': 'https://portal.example.org/clusters/prod',
        },
      },
      spec: { type: 'kubernetes-cluster', owner: 'group:default/platform' },
      relations: [{ type: 'ownedBy', targetRef: 'group:default/platform' }],
    });
    kube.set(cluster('prod'), cluster('lab', { source: 'registered' }));
    const [lab] = await until('lab,prod');
    expect(lab.metadata.annotations['kubemate.io/source']).toBe('registered');
    await backend.stop();
  }, 60_000);
});
