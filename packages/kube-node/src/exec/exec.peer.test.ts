import { mockServices } from '@backstage/backend-test-utils';
import { ClusterPool } from '../clusters/ClusterPool';
import { PortalKubeService } from '../PortalKubeService';
import { systemClock } from '../reflector/Clock';
import { NamespaceIds } from '../rows/NamespaceSet';
import { prepareExecBench } from '../testUtils/execBench';
import { execChecks, type ExecBench } from '../testUtils/execContract';
import { FakeKubelet } from '../testUtils/FakeKubelet';
import { ClusterWriter, peerDefinition } from '../testUtils/peerClusters';

const KUBECONFIG = process.env.KUBEMATE_PEER_KUBECONFIG;
// Skipped, and counted as that, where no real API server runs: `npm test` starts one.
const describeWithPeer = KUBECONFIG === undefined ? describe.skip : describe;
const id = `exec-${Date.now() % 1_000_000}`;

/** The API server is real; the kubelet behind it speaks the kubelet's protocol and runs the contract's programs. */
describeWithPeer('exec on a real API server', () => {
  let kubelet: FakeKubelet;
  let kube: PortalKubeService;
  let writer: ClusterWriter;
  let bench: ExecBench;

  beforeAll(async () => {
    const definition = await peerDefinition(KUBECONFIG ?? '', 'impersonate');
    const options = { ids: new NamespaceIds(), clock: systemClock, random: Math.random };
    const clusters = new ClusterPool([definition], {
      ...options,
      logger: mockServices.logger.mock(),
      prefixes: { userPrefix: 'kubemate:', groupPrefix: 'kubemate:' },
    });
    clusters.start();
    kube = new PortalKubeService({ ...options, clusters });
    writer = new ClusterWriter(definition);
    kubelet = await FakeKubelet.start();
    const path = await writer.create(
      { group: '', version: 'v1', plural: 'nodes' },
      {
        kind: 'Node',
        metadata: { name: id },
        spec: { taints: [{ key: 'kubemate.io/test', effect: 'NoSchedule' }] },
      },
    );
    const status = {
      addresses: [{ type: 'InternalIP', address: '127.0.0.1' }],
      daemonEndpoints: { kubeletEndpoint: { Port: kubelet.port } },
      declaredFeatures: ['ExtendWebSocketsToKubelet'],
    };
    // KWOK adopts the node and clears its addresses once; after that they stay.
    for (let stays = 0; stays < 3; stays++) {
      await writer.send('PATCH', `${path}/status`, { status });
      await new Promise(resolve => setTimeout(resolve, 500));
    }
    bench = await prepareExecBench({ kube, writer, cluster: 'peer', id, nodeName: id });
  }, 30_000);
  afterAll(async () => {
    await kube?.close();
    await writer?.close();
    await kubelet?.close();
  }, 30_000);

  it.each(Object.entries(execChecks))('%s', (_, check) => check(bench), 40_000);

  it('asks the kubelet for what the viewer asked', () => {
    const call = kubelet.calls.find(({ query }) => query.getAll('command').join(' ') === 'exit 7');
    expect(call?.path).toBe(`/exec/${id}/work/main`);
    expect([call?.query.get('input'), call?.query.get('output')]).toEqual([null, '1']);
  });
});
