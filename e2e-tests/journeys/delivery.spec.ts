import type { APIRequestContext } from '@playwright/test';
import { apiAs, clustersReady, expect, goTo, picture, signIn, test } from './portal';
import type { PortalApi } from './portal';

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

/** Of a service that a developer has made by a template, in all environments. */
async function scaffold(
  request: APIRequestContext,
  { name, token }: { name: string; token: string },
) {
  const headers = { authorization: `Bearer ${token}` };
  const values = {
    ...{ name, owner: 'group:default/shop-team', description: 'Goes to production and back' },
    environments: Object.fromEntries(UP.map(each => [each, { cluster: each, namespace: 'shop' }])),
    ...{ monitoring: false, pipeline: 'tekton', registry: 'registry.example.com' },
  };
  const task = { templateRef: 'template:default/node-service', values };
  const started = await request.post('/api/scaffolder/v2/tasks', { headers, data: task });
  const { id } = await started.json();
  await expect
    .poll(
      async () =>
        (await (await request.get(`/api/scaffolder/v2/tasks/${id}`, { headers })).json()).status,
      { timeout: 60_000 },
    )
    .toBe('completed');
}

async function setImage(
  api: PortalApi,
  { cluster, name = 'cart', tag }: { cluster: string; name?: string; tag: string },
) {
  await api.run('set-image', {
    workload: {
      ...{ cluster, apiVersion: 'apps/v1', kind: 'Deployment' },
      ...{ namespace: 'shop', name },
    },
    container: name,
    image: `registry.example.com/shop/cart:${tag}`,
  });
}

test('a service of a template goes to production, breaks there, goes back by itself, and is counted', async ({
  page,
  request,
}, { retry }) => {
  // Its first run, a promotion to staging, two to production, one of them back.
  test.setTimeout(600_000);
  const name = `voyage-${retry}-${Date.now().toString(36)}`;
  const component = `component:default/${name}`;
  const platform = await apiAs(request, 'platform');
  const developer = await apiAs(request, 'developer');
  await clustersReady(platform, UP);
  const asking = pipelinesAs(request, platform);
  const deciding = pipelinesAs(request, developer);
  await scaffold(request, { name, token: developer.token });
  const boardOf = () => asking.get(`/components/${component}/board`);
  const stageOf = async (at: number) => (await boardOf()).environments?.[at] ?? {};
  await expect.poll(async () => (await stageOf(0)).rollout, { timeout: 60_000 }).toBe('complete');
  const toStaging = await deciding.run('promote', { component, from: 'dev', to: 'staging' });
  expect([toStaging.status, toStaging.body.error?.message]).toEqual([200, undefined]);
  await expect
    .poll(async () => (await stageOf(1)).lastPromotion?.state, { timeout: 120_000 })
    .toBe('succeeded');

  /** Asked for by the one, and granted by the other, who owns it. */
  const approved = async (reason: string) => {
    const step = { component, from: 'staging', to: 'prod' };
    await asking.run('request-approval', { ...step, reason });
    const { items } = await deciding.get('/approvals');
    const asked = items.find((each: any) => each.component === component);
    if (asked !== undefined)
      await deciding.run('approve', {
        ...{ request: asked.id, image: asked.image.image, reason: 'Looked at it' },
      });
    return step;
  };
  await approved('The first release');
  await signIn(page, 'platform');
  await goTo(page, `/pipelines/board/component/default/${name}`);
  const production = page.getByRole('region', { name: 'Production', exact: true });
  await expect(production.getByText('Not there')).toBeVisible();
  await page.getByRole('button', { name: 'Promote Staging to Production' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText(`Creates Deployment ${name}`)).toBeVisible({ timeout: 30_000 });
  await dialog.getByRole('button', { name: 'Promote', exact: true }).click();
  await dialog.getByRole('button', { name: /^(Close|Go on in the background)$/ }).click();
  await expect
    .poll(async () => (await stageOf(2)).lastPromotion?.state, { timeout: 120_000 })
    .toBe('succeeded');
  const good: string = (await stageOf(2)).image.tag;

  const runs = `/runs?places=dev&folders=shop&pipeline=${name}`;
  await expect
    .poll(async () => (await deciding.get(runs)).items?.[0]?.phase, { timeout: 120_000 })
    .toBe('succeeded');

  // Somebody sets an image that wants more memory than it has. It starts well on staging, for a while, and is approved in that time.
  await setImage(platform, { cluster: 'staging', name, tag: '2.16.0-leak' });
  let promotion: string | undefined;
  await expect
    .poll(
      async () => {
        const { image, rollout } = await stageOf(1);
        if (image.tag !== '2.16.0-leak' || rollout !== 'complete') return rollout;
        const { status, body } = await asking.run('promote', await approved('Faster'));
        promotion = body.id;
        return status < 300 ? 'promoted' : body.error?.message;
      },
      { timeout: 180_000, intervals: [2000] },
    )
    .toBe('promoted');

  await goTo(page, `/pipelines/board/component/default/${name}`);
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
  const { total } = await asking.get(`/metrics/flow?component=${component}`);
  expect(total.changeFailureRate.failed).toContain(promotion);
  expect(total.timeToRestore.promotions).toContain(promotion);
  await goTo(page, '/pipelines/flow');
  await expect(page.getByRole('heading', { name: 'Change failure rate' })).toBeVisible();
  await picture(page, 'delivery-flow');
  await goTo(page, `/audit?text=${name}`);
  await expect(
    page.getByText(new RegExp(`Promote ${name} from staging to prod`)).first(),
  ).toBeVisible({ timeout: 30_000 });
  await picture(page, 'delivery-audit');
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
