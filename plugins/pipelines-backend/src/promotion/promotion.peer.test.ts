import { promotionOperations as op } from '@kubemate/plugin-pipelines-common';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { startPromotionPortal, REF } from './__testUtils__/PromotionPortal';
import type { PromotionPortal } from './__testUtils__/PromotionPortal';
import { ADMIN, CLUSTER, imageOf, makeFront, makeRouteType } from './__testUtils__/stages';
import { HTTP_ROUTES, SERVICES } from './canary/nextObjects';
import { WORKLOAD_KINDS, WORKLOADS } from './environments/workloads';

jest.setTimeout(240_000);

const TO_STAGING = { component: REF, from: 'dev', to: 'staging' };
const kubeconfig = process.env.KUBEMATE_PEER_KUBECONFIG;
// Skipped, and counted as that, where no API server is to be had: `npm test` builds and starts one.
const describePeer = kubeconfig === undefined ? describe.skip : describe;

describePeer('promotions on the real API server and its controllers', () => {
  const peer = () => {
    const { clusters, users } = parse(readFileSync(String(kubeconfig), 'utf8'));
    return { server: clusters[0].cluster.server, token: users[0].user.token };
  };
  let portal: PromotionPortal;
  afterEach(() => portal?.stop());

  const settled = async () => {
    for (const stage of ['dev', 'staging', 'prod'] as const) await portal.settled(stage);
  };

  it.each(WORKLOAD_KINDS)('takes an image to a %s, and back to an earlier one', async kind => {
    portal = await startPromotionPortal({ peer: peer(), kind });
    await settled();
    const dana = portal.as('dana');
    const plan = await dana.plan(op.promote, TO_STAGING);
    expect(plan.reason).toBeUndefined();
    expect(await portal.image('staging')).toBe(imageOf('1'));
    const receipt = await dana.run(op.promote, TO_STAGING);
    expect(receipt.results[0]?.message).toBe(`Runs ${imageOf('2')}`);
    expect(await portal.image('staging')).toBe(imageOf('2'));
    const releases = await dana.promotions.listReleases(REF, { environment: 'staging' });
    const earlier = releases.find(({ isCurrent, isGood }) => !isCurrent && isGood);
    const input = { component: REF, environment: 'staging', release: earlier?.id ?? '' };
    expect(await dana.run(op.rollback, input)).toMatchObject({ status: 'succeeded' });
    expect(await portal.image('staging')).toBe(imageOf('1'));
  });

  it.each([
    ['canary', '10/1s, 50/1s'],
    ['blue-green', '0/1s, 100/1s'],
  ])('goes by %s, and leaves nothing behind', async (strategy, steps) => {
    portal = await startPromotionPortal({
      peer: peer(),
      annotations: { 'kubemate.io/rollout': strategy, 'kubemate.io/rollout-steps': steps },
    });
    const { admin, create } = portal;
    const at = { cluster: CLUSTER, namespace: 'shop-staging' };
    const routes = { ...at, resource: HTTP_ROUTES };
    const isThere = await admin.list(routes, ADMIN).then(
      () => true,
      () => false,
    );
    if (!isThere) await makeRouteType(create, () => admin.list(routes, ADMIN));
    await makeFront(create, 'staging');
    await settled();
    const dana = portal.as('dana');
    const plan = await dana.plan(op.promote, TO_STAGING);
    expect(plan.reason).toBeUndefined();
    expect(plan.diff.map(({ target }) => `${target.kind} ${target.name}`)).toEqual([
      'Deployment cart-next',
      'Service cart-next',
      'HTTPRoute shop',
    ]);
    // What was planned is what is run: nothing in it is another thing each time.
    expect((await dana.plan(op.promote, TO_STAGING)).basis).toBe(plan.basis);
    const receipt = await dana.run(op.promote, TO_STAGING);
    expect(receipt).toMatchObject({ status: 'succeeded' });
    expect(await portal.image('staging')).toBe(imageOf('2'));
    const promotion = await dana.promotions.getPromotion(receipt.id);
    expect(promotion.events.filter(({ state }) => state === 'shifting')).toHaveLength(4);
    const names = async (resource: typeof SERVICES) =>
      (await admin.list({ ...at, resource }, ADMIN)).map(({ metadata }) => metadata.name);
    expect(await names(SERVICES)).toEqual(['cart']);
    expect(await names(WORKLOADS.Deployment)).toEqual(['cart']);
    const { spec } = await admin.get({ ...routes, name: 'shop' }, ADMIN);
    expect(spec).toMatchObject({ rules: [{ backendRefs: [{ name: 'cart', port: 80 }] }] });
    expect(JSON.stringify(spec)).not.toContain('cart-next');
  });

  it('puts back what was set where it is cancelled while it is verified', async () => {
    portal = await startPromotionPortal({ peer: peer() });
    await settled();
    const dana = portal.as('dana');
    const begun = await dana.operations.run(op.promote, TO_STAGING, { waitSeconds: 1 });
    await dana.operations.cancel(begun);
    expect(await portal.ended(dana, begun)).toMatchObject({ status: 'cancelled' });
    expect(await portal.image('staging')).toBe(imageOf('1'));
  });
});
