import request from 'supertest';
import { FakeKubeService } from '../__testUtils__/FakeKubeService';
import { object } from '../__testUtils__/objects';
import { startRouter } from '../__testUtils__/startRouter';

const labels = { app: 'cart' };
const cart = (kind: string, name: string, namespace = 'shop') =>
  object({ apiVersion: 'apps/v1', kind, name, namespace, labels });

function shop() {
  return new FakeKubeService(['dev', 'prod'])
    .add('apps/v1/deployments', [
      cart('Deployment', 'cart'),
      object({ kind: 'Deployment', name: 'web' }),
    ])
    .add(
      'apps/v1/deployments',
      [cart('Deployment', 'cart'), cart('Deployment', 'cart', 'hidden')],
      'prod',
    )
    .add('v1/pods', [cart('Pod', 'cart-1'), cart('Pod', 'cart-2')]);
}

interface Answer {
  readonly kinds: readonly {
    readonly kind: string;
    readonly total: number;
    readonly items: readonly { readonly cluster: string; readonly name: string }[];
  }[];
  readonly failures: readonly unknown[];
}

async function selected(query: string, kube = shop()): Promise<Answer> {
  const { status, body } = await request(startRouter(kube).app).get(`/selected?${query}`);
  expect(status).toBe(200);
  return body;
}

const countsOf = ({ kinds }: Answer) =>
  Object.fromEntries(kinds.flatMap(({ kind, total }) => (total > 0 ? [[kind, total]] : [])));

describe('/selected', () => {
  it('counts and names what the selector finds, kind by kind over all clusters', async () => {
    const answer = await selected('labelSelector=app=cart');
    expect(countsOf(answer)).toEqual({ Deployment: 3, Pod: 2 });
    expect(answer.kinds[0]?.items.map(({ cluster, name }) => `${cluster}/${name}`)).toEqual([
      'dev/cart',
      'prod/cart',
      'prod/cart',
    ]);
  });

  it('looks in one place where that is asked, and at what runs only', async () => {
    expect(
      countsOf(await selected('labelSelector=app=cart&clusters=prod&namespaces=shop')),
    ).toEqual({ Deployment: 1 });
    const running = await selected('labelSelector=app=cart&running=true');
    expect(running.kinds.map(({ kind }) => kind)).toEqual([
      'Deployment',
      'StatefulSet',
      'DaemonSet',
    ]);
  });

  it('neither names nor counts what the viewer may not list', async () => {
    const kube = shop();
    kube.deny = ({ namespace }) => namespace === 'hidden';
    expect(countsOf(await selected('labelSelector=app=cart', kube))).toEqual({
      Deployment: 2,
      Pod: 2,
    });
  });

  it('names a cluster that is away once, and still answers for the others', async () => {
    const kube = shop();
    kube.failures.push({ cluster: 'edge', reason: 'ETIMEDOUT', state: 'unreachable' });
    expect((await selected('labelSelector=app=cart', kube)).failures).toEqual([
      { cluster: 'edge', reason: 'ETIMEDOUT', state: 'unreachable' },
    ]);
  });

  it('wants a selector', async () => {
    const { status, body } = await request(startRouter(shop()).app).get('/selected');
    expect(status).toBe(400);
    expect(body.error.message).toContain('labelSelector');
  });
});
