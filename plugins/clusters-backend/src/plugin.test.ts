import { createServiceFactory } from '@backstage/backend-plugin-api';
import { mockCredentials, startTestBackend } from '@backstage/backend-test-utils';
import { kubeServiceRef } from '@kubemate/kube-node';
import request from 'supertest';
import { FakeKubeService } from './__testUtils__/FakeKubeService';
import { object } from './__testUtils__/objects';
import { clustersPlugin } from './plugin';

async function start(kube = new FakeKubeService()) {
  const factory = createServiceFactory({ service: kubeServiceRef, deps: {}, factory: () => kube });
  return await startTestBackend({ features: [clustersPlugin, factory] });
}

describe('clustersPlugin', () => {
  it('answers under /api/clusters to people who are signed in', async () => {
    const { server } = await start();
    const { status, body } = await request(server).get('/api/clusters/clusters');
    expect(status).toBe(200);
    expect(body.items.map(({ name }: { name: string }) => name)).toEqual(['dev']);
    const anonymous = await request(server)
      .get('/api/clusters/clusters')
      .set('Authorization', mockCredentials.none.header());
    expect(anonymous.status).toBe(401);
  });

  it("answers errors in Backstage's form", async () => {
    const { server } = await start();
    const { status, body } = await request(server).get(
      '/api/clusters/rows?resource=v1/pods&limit=0',
    );
    expect(status).toBe(400);
    expect(body).toMatchObject({
      error: { name: 'InputError', message: expect.stringContaining('"limit"') },
      response: { statusCode: 400 },
    });
  });

  it('lets a stream end when the backend stops', async () => {
    const kube = new FakeKubeService().add('v1/pods', [object({ kind: 'Pod', name: 'a' })]);
    let ended = false;
    kube.watch = async function* forever(_, signal) {
      yield { type: 'status', failures: [], asOf: 1 };
      await new Promise(resolve => signal.addEventListener('abort', resolve));
      ended = true;
    };
    const backend = await start(kube);
    const { port } = backend.server;
    const address = port();
    const response = await globalThis.fetch(
      `http://127.0.0.1:${address}/api/clusters/rows/stream?resource=v1/pods`,
      { headers: { authorization: mockCredentials.user.header() } },
    );
    const text = response.text();
    await backend.stop();
    expect(await text).toContain('"asOf":1');
    expect(ended).toBe(true);
  });
});
