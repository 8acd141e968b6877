import { startTestCluster } from '../../testUtils/startTestCluster';
import { PODS } from '../objects/resources';

/** The API server takes ephemeral containers only later, through their subresource; the kubelet sees no difference. */
function debugged(image: string) {
  const test = startTestCluster();
  const { cluster } = test;
  cluster.create(PODS, {
    metadata: { name: 'web', namespace: 'default' },
    spec: {
      serviceAccountName: 'default',
      containers: [{ name: 'web', image: 'shop/web:1' }],
      ephemeralContainers: [{ name: 'debugger', image }],
    },
  });
  test.pass(60);
  return { ...test, pod: cluster.get(PODS, 'default/web') };
}

describe('a debug container', () => {
  it('starts beside the containers that run', async () => {
    const { pod, errors, close } = debugged('busybox:1.36');
    expect(errors).toEqual([]);
    expect(pod?.status).toMatchObject({
      phase: 'Running',
      containerStatuses: [{ name: 'web', ready: true }],
      ephemeralContainerStatuses: [{ name: 'debugger', state: { running: {} } }],
    });
    await close();
  });

  it('waits with the reason where its image cannot be pulled', async () => {
    const { pod, close } = debugged('test/tagged:none');
    expect(pod?.status).toMatchObject({
      containerStatuses: [{ name: 'web', ready: true }],
      ephemeralContainerStatuses: [
        {
          state: {
            waiting: { reason: 'ErrImagePull', message: expect.stringMatching(/not found/) },
          },
        },
      ],
    });
    await close();
  });
});
