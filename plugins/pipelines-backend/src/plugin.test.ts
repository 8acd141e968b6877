import { createServiceFactory } from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { createKubeService, kubeServiceRef } from '@kubemate/kube-node';
import request from 'supertest';
import { pipelinesPlugin } from './plugin';

async function start(result: AuthorizeResult.ALLOW | AuthorizeResult.DENY) {
  const kube = await createKubeService({
    config: mockServices.rootConfig({ data: {} }),
    logger: mockServices.logger.mock(),
  });
  const backend = await startTestBackend({
    features: [
      pipelinesPlugin,
      createServiceFactory({ service: kubeServiceRef, deps: {}, factory: () => kube }),
      mockServices.permissions.mock({
        authorize: async requests => requests.map(() => ({ result })),
      }).factory,
    ],
  });
  return backend.server;
}

const READS = [
  '/runs',
  '/runs/tekton/dev/shop/build-1',
  '/pipelines',
  '/pipelines/dev/shop/build',
  '/images',
  '/images/look?image=nginx',
];

describe('pipelinesPlugin', () => {
  it('answers people who are signed in, and describes itself', async () => {
    const server = await start(AuthorizeResult.ALLOW);
    const { status, body } = await request(server).get('/api/pipelines/runs');
    expect({ status, items: body.items }).toEqual({ status: 200, items: [] });
    const service = mockCredentials.service.header();
    const directory = request(server).get('/api/pipelines/job-directory');
    expect((await directory.set('Authorization', service)).body).toEqual({ instances: [] });
    const asked = await request(server).get('/api/pipelines/job-directory');
    expect(asked.status).toBe(403);
    const images = await request(server).get('/api/pipelines/images');
    expect(images.body).toEqual({ registries: [] });
    const look = await request(server).get('/api/pipelines/images/look?image=r.io/shop/cart:1');
    expect(look.body).toEqual({ registry: 'r.io', state: 'no-registry', tags: [] });
    const document = await request(server).get('/api/pipelines/openapi.json');
    expect(document.body.paths).toHaveProperty(['/runs/{engine}/{place}/{folder}/{name}']);
    const anonymous = await request(server)
      .get('/api/pipelines/runs')
      .set('Authorization', mockCredentials.none.header());
    expect(anonymous.status).toBe(401);
  }, 30_000);

  it('names the parameter that is wrong', async () => {
    const server = await start(AuthorizeResult.ALLOW);
    const { status, body } = await request(server).get('/api/pipelines/runs?phases=done');
    expect(status).toBe(400);
    expect(body.error.message).toContain('phases');
    const image = await request(server).get('/api/pipelines/images/look?image=r.io//cart');
    expect([image.status, image.body.error.message]).toEqual([
      400,
      expect.stringContaining('image'),
    ]);
  }, 30_000);

  it('refuses every read to a role without pipelines.run.read', async () => {
    const server = await start(AuthorizeResult.DENY);
    for (const path of READS) {
      const { status, body } = await request(server).get(`/api/pipelines${path}`);
      expect({ path, status }).toEqual({ path, status: 403 });
      expect(body.error.message).toContain('pipelines.run.read');
    }
  }, 30_000);
});
