import type { APIRequestContext } from '@playwright/test';
import { apiAs, clustersReady, expect, goTo, picture, signIn, test } from './portal';
import type { PortalApi } from './portal';

const CART = 'component:default/cart';
const UP = ['dev', 'staging', 'prod'];

/** The pipelines plugin's API, as somebody. */
function pipelinesAs(request: APIRequestContext, { token }: PortalApi) {
  const headers = { authorization: `Bearer ${token}` };
  return {
    async get(path: string): Promise<any> {
      return (await request.get(`/api/pipelines${path}`, { headers })).json();
    },
    async run(operation: string, data: object): Promise<{ status: number; body: any }> {
      const url = `/api/pipelines/operations/${operation}`;
      const response = await request.post(url, { headers, data });
      return { status: response.status(), body: await response.json() };
    },
  };
}

async function setImage(api: PortalApi, { cluster, tag }: { cluster: string; tag: string }) {
  await api.run('set-image', {
    workload: {
      ...{ cluster, apiVersion: 'apps/v1', kind: 'Deployment' },
      ...{ namespace: 'shop', name: 'cart' },
    },
    container: 'cart',
    image: `registry.example.com/shop/cart:${tag}`,
  });
}

test('what breaks in production goes back by itself, and is counted', async ({ page, request }) => {
  // Two rollouts in production, one of them back.
  test.setTimeout(420_000);
  const platform = await apiAs(request, 'platform');
  await clustersReady(platform, UP);
  const asking = pipelinesAs(request, platform);
  const deciding = pipelinesAs(request, await apiAs(request, 'developer'));
  const boardOf = () => asking.get(`/components/${CART}/board`);
  const good: string = (await boardOf()).environments[2].image.tag;
  await setImage(platform, { cluster: 'staging', tag: '2.16.0-leak' });

  // It starts well on staging, for a while; somebody approves it in that time.
  let promotion: string | undefined;
  await expect
    .poll(
      async () => {
        const { environments } = await boardOf();
        const { image, rollout } = environments[1];
        if (image.tag !== '2.16.0-leak' || rollout !== 'complete') return rollout;
        const step = { component: CART, from: 'staging', to: 'prod' };
        await asking.run('request-approval', { ...step, reason: 'Faster carts' });
        const { items } = await deciding.get('/approvals');
        const asked = items.find((each: any) => each.component === CART);
        if (asked !== undefined)
          await deciding.run('approve', {
            ...{ request: asked.id, image: asked.image.image, reason: 'Looked at it' },
          });
        const { status, body } = await asking.run('promote', step);
        promotion = body.id;
        return status < 300 ? 'promoted' : body.error?.message;
      },
      { timeout: 180_000, intervals: [2000] },
    )
    .toBe('promoted');

  await signIn(page, 'platform');
  await goTo(page, '/pipelines/board/component/default/cart');
  const production = page.getByRole('region', { name: 'Production', exact: true });
  await expect(production.getByText(/platform brings 2\.16\.0-leak/)).toBeVisible();
  await picture(page, 'delivery-rolling-out');
  await expect(production.getByText('Rolled back by itself')).toBeVisible({ timeout: 180_000 });
  await expect(production.getByText(good, { exact: true })).toBeVisible();
  await expect(production.getByText(/2\.16\.0-leak did not stay/)).toBeVisible();
  await picture(page, 'delivery-rolled-back');

  const { state, failure } = await asking.get(`/promotions/${promotion}`);
  expect(state).toBe('rolled-back');
  expect(['unhealthy', 'rollout-failed']).toContain(failure.cause);
  // Counted as a failed change, with the time until it was well again.
  const { total } = await asking.get(`/metrics/flow?component=${CART}`);
  expect(total.changeFailureRate.failed).toContain(promotion);
  expect(total.timeToRestore.promotions).toContain(promotion);
  await goTo(page, '/pipelines/flow');
  await expect(page.getByRole('heading', { name: 'Change failure rate' })).toBeVisible();
  await picture(page, 'delivery-flow');
});

test('a component is promoted through its repository', async ({ page, request }, { retry }) => {
  test.setTimeout(300_000);
  const platform = await apiAs(request, 'platform');
  await clustersReady(platform, UP);
  const tag = `1.30.${retry}-${Date.now() % 100_000}`;
  await platform.run('set-image', {
    workload: {
      ...{ cluster: 'dev', apiVersion: 'apps/v1', kind: 'Deployment' },
      ...{ namespace: 'shop', name: 'search' },
    },
    container: 'search',
    image: `registry.example.com/shop/search:${tag}`,
  });
  await signIn(page, 'platform');
  await goTo(page, '/pipelines/board/component/default/search');
  const dev = page.getByRole('region', { name: 'Development', exact: true });
  await expect(dev.getByText(tag, { exact: true })).toBeVisible({ timeout: 60_000 });
  await expect(dev.getByText('Rolled out')).toBeVisible({ timeout: 90_000 });
  const between = page.getByRole('region', { name: 'Development to Staging' });
  await between.getByRole('button', { name: 'Promote Development to Staging' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText(/A commit to main of shop-team\/search-deploy/)).toBeVisible();
  await picture(page, 'delivery-git-plan');
  await dialog.getByRole('button', { name: 'Promote', exact: true }).click();
  await dialog.getByRole('button', { name: /^(Close|Go on in the background)$/ }).click();
  const staging = page.getByRole('region', { name: 'Staging', exact: true });
  await expect(staging.getByText(tag, { exact: true })).toBeVisible({ timeout: 120_000 });
  await expect(staging.getByText('platform', { exact: true })).toBeVisible({ timeout: 120_000 });
  await expect(page.getByText(new RegExp(`search:${tag}.* in staging`)).first()).toBeVisible({
    timeout: 60_000,
  });
  await picture(page, 'delivery-git-done');
});
