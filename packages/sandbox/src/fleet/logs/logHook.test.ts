import { ApiStatusError } from '../../apiserver/ApiStatusError';
import type { PodLogOptions } from '../../apiserver/hooks';
import type { Pod } from '../../simulation/objects/pod';
import { CLAIMS, PODS } from '../../simulation/objects/resources';
import { ImageCatalog } from '../../simulation/runtime/ImageCatalog';
import { startTestCluster, type TestCluster } from '../../testUtils/startTestCluster';
import { logHook } from './logHook';

const images = new ImageCatalog({
  repositories: [
    { repository: 'test/web', log: 'access-json' },
    { repository: 'test/crash', log: 'fraud-crash', ends: { seconds: 3, exitCode: 1 } },
    { repository: 'test/kafka', log: 'kafka', ends: { seconds: 3, exitCode: 1 } },
  ],
});

function options(given: Partial<PodLogOptions> = {}): PodLogOptions {
  return {
    previous: false,
    follow: false,
    timestamps: false,
    signal: new AbortController().signal,
    ...given,
  };
}

const turn = () => new Promise(resolve => setImmediate(resolve));

describe('logs of the sandbox', () => {
  let test: TestCluster;
  beforeEach(() => {
    test = startTestCluster();
  });
  afterEach(() => test.close());

  const run = (
    image: string,
    metadata: Record<string, unknown> = {},
    spec: Record<string, unknown> = {},
  ) => {
    const name = image.replace(/\W/g, '-');
    test.cluster.create(PODS, {
      metadata: { name, namespace: 'default', ...metadata },
      spec: { containers: [{ name: 'main', image }], ...spec },
    });
    return () => {
      const pod = test.cluster.get(PODS, `default/${name}`);
      if (pod === undefined) throw new Error('the pod is gone');
      return pod;
    };
  };
  const read = async (pod: Pod, given: Partial<PodLogOptions> = {}) => {
    const lines: string[] = [];
    for await (const line of logHook(test.cluster, images)(pod, 'main', options(given)))
      lines.push(line);
    return lines;
  };

  it('are the same however they are asked for', async () => {
    const pod = run('test/web:1');
    test.pass(600);
    const all = await read(pod());
    expect(all.length).toBeGreaterThan(300);
    expect(all.every(line => line.endsWith('\n') && JSON.parse(line))).toBe(true);
    expect(await read(pod(), { tailLines: 7 })).toEqual(all.slice(-7));
    const recent = await read(pod(), { sinceSeconds: 60 });
    expect(recent.length).toBeGreaterThan(10);
    expect(recent).toEqual(all.slice(-recent.length));
    const stamped = await read(pod(), { tailLines: 3, timestamps: true });
    expect(stamped[0]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z \{/);
  });

  it('keep no more than a kubelet does, however long the container has run', async () => {
    const pod = run('test/web:1');
    test.pass(30);
    test.clock.leap(30 * 86_400_000);
    const lines = await read(pod());
    expect(lines.length).toBeGreaterThan(10_000);
    expect(lines.length).toBeLessThanOrEqual(20_010);
  });

  it('go on while they are followed, until the reader leaves', async () => {
    const pod = run('test/web:1');
    test.pass(30);
    const leaving = new AbortController();
    const log = logHook(test.cluster, images)(
      pod(),
      'main',
      options({ follow: true, tailLines: 0, signal: leaving.signal }),
    );
    const next = log.next();
    await turn();
    test.pass(10);
    expect((await next).value).toContain('"level"');
    const after = log.next();
    await turn();
    leaving.abort();
    let result = await after;
    while (!result.done) result = await log.next();
    expect(result.done).toBe(true);
  });

  it('end with the stack trace of the program that crashed, also while it waits to restart', async () => {
    const pod = run('test/crash:1');
    test.pass(12);
    expect(pod().status?.containerStatuses?.[0]?.state?.waiting?.reason).toBe('CrashLoopBackOff');
    const current = await read(pod());
    expect(current.join('')).toContain('Caused by: java.lang.IllegalStateException');
    test.pass(20);
    expect((await read(pod(), { previous: true })).join('')).toContain('OnnxModelLoader.validate');
  });

  it('say that the device is full where the data has outgrown its volume', async () => {
    test.cluster.create(CLAIMS, {
      metadata: { name: 'data', namespace: 'default' },
      spec: {
        accessModes: ['ReadWriteOnce'],
        storageClassName: 'none',
        volumeName: 'v',
        resources: { requests: { storage: '1Gi' } },
      },
      status: { phase: 'Bound', capacity: { storage: '1Gi' } },
    });
    const pod = run(
      'test/kafka:1',
      { annotations: { 'sandbox.kubemate.io/data-size': '2Gi' } },
      {
        containers: [
          { name: 'main', image: 'test/kafka:1', volumeMounts: [{ name: 'd', mountPath: '/d' }] },
        ],
        volumes: [{ name: 'd', persistentVolumeClaim: { claimName: 'data' } }],
      },
    );
    test.pass(20);
    expect((await read(pod())).join('')).toContain('No space left on device');
  });

  it('are refused, in the kubelet’s words, before there is anything to read', async () => {
    const pod = run('test/web:1');
    await expect(read(pod())).rejects.toThrow(
      'container "main" in pod "test-web-1" is waiting to start: ContainerCreating',
    );
    await expect(read(pod())).rejects.toBeInstanceOf(ApiStatusError);
    test.pass(30);
    await expect(read(pod(), { previous: true })).rejects.toThrow(
      'previous terminated container "main" in pod "test-web-1" not found',
    );
  });
});
