import { DEPLOYMENTS, PODS } from '../simulation/objects/resources';
import { ImageCatalog } from '../simulation/runtime/ImageCatalog';
import { UsageModel } from '../simulation/runtime/UsageModel';
import { startTestCluster } from '../testUtils/startTestCluster';
import type { TestCluster } from '../testUtils/startTestCluster';
import { NodeUsage } from './NodeUsage';

function deploy({ cluster }: TestCluster, replicas: number) {
  const labels = { app: 'web' };
  cluster.create(DEPLOYMENTS, {
    metadata: { name: 'web', namespace: 'default', labels },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [
            { name: 'web', image: 'shop/web:1', resources: { requests: { cpu: '200m' } } },
          ],
        },
      },
    },
  });
}

/** The same question, answered by looking at each pod. */
function byPods({ cluster }: TestCluster, usage: UsageModel, node: string) {
  const used = cluster
    .list(PODS)
    .filter(({ spec }) => spec.nodeName === node)
    .flatMap(pod => Object.values(usage.ofPod(pod) ?? {}));
  return {
    cpu: used.reduce((sum, { cpu }) => sum + cpu, 0),
    memory: used.reduce((sum, { memory }) => sum + memory, 0),
  };
}

describe('NodeUsage', () => {
  it('is what the pods of the node use, as they come and go', async () => {
    const test = startTestCluster();
    const usage = new UsageModel(test.clock, new ImageCatalog({ repositories: [] }));
    const nodes = new NodeUsage(test.cluster, usage);
    deploy(test, 6);
    test.pass(60);
    for (const node of ['node-1', 'node-2', 'node-3']) {
      const expected = byPods(test, usage, node);
      expect(expected.cpu).toBeGreaterThan(0);
      expect(nodes.of(node).cpu).toBeCloseTo(expected.cpu);
      expect(nodes.of(node).memory).toBeCloseTo(expected.memory, 0);
    }
    test.cluster.patch(DEPLOYMENTS, 'default/web', { spec: { replicas: 0 } });
    test.pass(120);
    expect(nodes.of('node-1')).toEqual({ cpu: 0, memory: 0 });
    nodes.close();
    await test.close();
  });

  it('says the same within one window of the metrics server, and another thing after it', async () => {
    const test = startTestCluster();
    const usage = new UsageModel(test.clock, new ImageCatalog({ repositories: [] }));
    deploy(test, 3);
    test.pass(60);
    // Those that run already count from the beginning.
    const nodes = new NodeUsage(test.cluster, usage);
    const first = nodes.of('node-1');
    expect(first.cpu).toBeGreaterThan(0);
    expect(nodes.of('node-1')).toBe(first);
    test.pass(15);
    expect(nodes.of('node-1')).not.toEqual(first);
    nodes.close();
    await test.close();
  });
});
