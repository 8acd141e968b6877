import { NotAllowedError, ServiceUnavailableError } from '@backstage/errors';
import { CLUSTER_TOKEN_HEADER } from '@kubemate/kube-common';
import request from 'supertest';
import { clusterState, FakeKubeService } from '../__testUtils__/FakeKubeService';
import { startRouter } from '../__testUtils__/startRouter';

const away = {
  state: 'unreachable',
  reason: 'the connection was refused',
  since: 1,
  nextRetryAt: 9,
} as const;

async function identities(kube: FakeKubeService) {
  const { status, body } = await request(startRouter(kube).app).get('/identity');
  expect(status).toBe(200);
  return body;
}

describe('GET /identity', () => {
  it('says who the caller is to the portal and to each cluster, and of which entities the names are made', async () => {
    expect(await identities(new FakeKubeService(['dev']))).toEqual({
      userEntityRef: 'user:default/mock',
      groupEntityRefs: ['group:default/shop-team'],
      items: [
        {
          cluster: 'dev',
          title: 'dev',
          identity: 'impersonate',
          answer: {
            state: 'known',
            user: { name: 'kubemate:mock', entityRef: 'user:default/mock' },
            groups: [
              { name: 'kubemate:shop-team', entityRef: 'group:default/shop-team' },
              { name: 'system:authenticated' },
            ],
          },
        },
      ],
    });
  });

  it('does not take a user for a group of the same name', async () => {
    const kube = new FakeKubeService(['dev']);
    kube.whoAmI = async () => ({
      user: 'kubemate:shop-team',
      groups: ['kubemate:shop-team'],
      sources: [
        { kind: 'group', name: 'kubemate:shop-team', entityRef: 'group:default/shop-team' },
      ],
    });
    const { items } = await identities(kube);
    expect(items[0].answer).toEqual({
      state: 'known',
      user: { name: 'kubemate:shop-team' },
      groups: [{ name: 'kubemate:shop-team', entityRef: 'group:default/shop-team' }],
    });
  });

  it('does not ask a cluster that is away, and shows the others', async () => {
    const kube = new FakeKubeService(['dev', clusterState('edge', { connection: away })]);
    const { items } = await identities(kube);
    expect(items.map((item: { answer: { state: string } }) => item.answer.state)).toEqual([
      'known',
      'unreachable',
    ]);
    expect(items[1].answer.reason).toBe('the connection was refused');
    expect(kube.requests).toEqual(['whoami dev']);
  });

  it.each([
    [new NotAllowedError('sign in again'), { state: 'denied', reason: 'sign in again' }],
    [new ServiceUnavailableError('it is gone'), { state: 'unreachable', reason: 'it is gone' }],
  ])('turns %s into a reason', async (error, answer) => {
    const kube = new FakeKubeService([clusterState('dev', { identity: 'token' })]);
    kube.whoAmI = () => Promise.reject(error);
    const { items } = await identities(kube);
    expect(items).toEqual([{ cluster: 'dev', title: 'dev', identity: 'token', answer }]);
  });

  it('goes on without a cluster that does not answer', async () => {
    const kube = new FakeKubeService(['dev', 'slow']);
    const { whoAmI } = kube;
    kube.whoAmI = async (cluster, viewer) =>
      cluster === 'slow' ? new Promise(() => {}) : whoAmI.call(kube, cluster, viewer);
    const { app, clock } = startRouter(kube);
    const asked = request(app)
      .get('/identity')
      .then(({ body }) => body);
    while (clock.pending === 0) await new Promise(resolve => setImmediate(resolve));
    clock.advance(5_000);
    const { items } = await asked;
    expect(items[1].answer).toEqual({
      state: 'unreachable',
      reason: 'the cluster has not answered yet',
    });
    expect(clock.pending).toBe(0);
  });

  it('says until when the caller’s own token holds, and never the token', async () => {
    const payload = Buffer.from('{"exp":4000000000}').toString('base64url');
    const token = `e30.${payload}.c2ln`;
    const { app } = startRouter(new FakeKubeService(['dev']));
    const { body, text } = await request(app).get('/identity').set(CLUSTER_TOKEN_HEADER, token);
    expect(body.tokenExpiresAt).toBe(4_000_000_000_000);
    expect(text).not.toContain(payload);
  });
});
