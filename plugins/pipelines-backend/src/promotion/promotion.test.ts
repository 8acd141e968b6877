import { promotionOperations as op } from '@kubemate/plugin-pipelines-common';
import { REF, startPromotionPortal } from './__testUtils__/PromotionPortal';
import type { PromotionPortal } from './__testUtils__/PromotionPortal';
import { startSmtp } from './__testUtils__/startSmtp';
import { digestFor } from './__testUtils__/Rollouts';

jest.setTimeout(120_000);

const image = (tag: string) => `registry.example.com/shop/cart:${tag}`;
const TO_STAGING = { component: REF, from: 'dev', to: 'staging' };
const TO_PROD = { component: REF, from: 'staging', to: 'prod' };

let portal: PromotionPortal;
let smtp: Awaited<ReturnType<typeof startSmtp>>;
beforeAll(async () => {
  smtp = await startSmtp();
});
afterAll(() => smtp.stop());
beforeEach(async () => {
  portal = await startPromotionPortal({ smtp: smtp.port });
  for (const stage of ['dev', 'staging', 'prod'] as const) await portal.settled(stage);
});
afterEach(() => portal.stop());

/** Dana asks, and Lea says yes. */
async function approved() {
  const asked = await portal.as('dana').run(op.requestApproval, TO_PROD);
  const [request] = await portal.as('lea').promotions.listApprovals();
  expect(request?.id).toBe(asked.output?.request);
  await portal.as('lea').run(op.approve, {
    ...{ request: request?.id ?? '', image: request?.image.image ?? '' },
    reason: 'Tested in staging',
  });
  return request;
}

describe('the board', () => {
  it('says what runs where, and what is between two environments', async () => {
    const board = await portal.as('dana').promotions.getBoard(REF);
    expect(board).toMatchObject({
      component: REF,
      owner: 'group:default/team',
      environments: [
        {
          name: 'dev',
          state: 'running',
          image: { image: image('2'), tag: '2', digest: digestFor(image('2')) },
          rollout: 'complete',
          replicas: { wanted: 1, ready: 1 },
        },
        { name: 'staging', image: { tag: '1' } },
        { name: 'prod', image: { tag: '1' }, replicas: { wanted: 3 } },
      ],
      transitions: [
        {
          ...{ from: 'dev', to: 'staging', isSame: false },
          differences: [{ what: 'image', before: image('1'), after: image('2') }],
          gates: [{ kind: 'freeze', state: 'passed' }],
        },
        {
          ...{ from: 'staging', to: 'prod', isSame: true, gates: [] },
          differences: [
            { what: 'replicas', before: '3', after: '1' },
            { what: 'env', name: 'LOG_LEVEL', before: 'warn', after: 'info' },
          ],
        },
      ],
    });
    const list = await portal.as('dana').promotions.listComponents({ search: 'CART' });
    expect(list).toMatchObject({
      total: 1,
      items: [{ component: REF, environments: [{ image: { tag: '2' } }, {}, {}] }],
    });
  });

  it('says what is known of the images and the code, and why nothing is', async () => {
    const evidence = await portal.as('dana').promotions.getEvidence(REF);
    expect(evidence).toMatchObject({
      images: ['dev', 'staging', 'prod'].map(environment => ({
        environment,
        evidence: { state: 'no-registry', registry: 'registry.example.com' },
      })),
      ...{ tags: [], quality: { state: 'no-server' } },
    });
  });

  it('labels what the viewer may not see', async () => {
    const board = await portal.as('vic').promotions.getBoard(REF);
    expect(board.environments).toMatchObject([
      { name: 'dev', state: 'gap', cause: 'forbidden' },
      { name: 'staging', state: 'gap', cause: 'forbidden' },
      { name: 'prod', state: 'gap', cause: 'forbidden' },
    ]);
    expect(await portal.as('vic').promotions.getEvidence(REF)).toMatchObject({
      images: [],
      tags: [],
    });
    const { items } = await portal.as('vic').promotions.listPromotions();
    expect(items).toEqual([]);
  });
});

describe('pipelines.promote', () => {
  it('shows what it would do, sets the image by its digest, and waits until it is well', async () => {
    const dana = portal.as('dana');
    const plan = await dana.plan(op.promote, TO_STAGING);
    expect(plan).toMatchObject({ allowed: true, summary: expect.stringContaining('cart:2') });
    expect(plan.said).toMatchObject([{ code: 'promoteImage', text: plan.summary }]);
    expect(JSON.stringify(plan.diff)).toContain(`${image('2')}@${digestFor(image('2'))}`);
    expect(await portal.image('staging')).toBe(image('1'));
    const receipt = await dana.run(op.promote, TO_STAGING);
    expect(receipt).toMatchObject({ status: 'succeeded', output: { state: 'succeeded' } });
    expect(await portal.image('staging')).toBe(`${image('2')}@${digestFor(image('2'))}`);
    expect(receipt.said?.at(-1)).toMatchObject({ code: 'runs' });
    const promotion = await dana.promotions.getPromotion(receipt.id);
    expect(promotion.events.map(({ said }) => said?.code)).toEqual([
      ...['promoteImage', 'set', 'mustStayWell', 'stayedWell'],
    ]);
    expect(promotion.events.map(({ state }) => state)).toEqual([
      'setting',
      'rolling-out',
      'verifying',
      'succeeded',
    ]);
    const board = await dana.promotions.getBoard(REF);
    expect(board.environments[1]).toMatchObject({ by: 'user:default/dana' });
    expect(board.transitions[0]).toMatchObject({ isSame: true });
  });

  it('goes back by itself where the new pods do not come up, and says why', async () => {
    await portal.setImage('dev', 'crash-staging');
    const dana = portal.as('dana');
    const receipt = await dana.run(op.promote, TO_STAGING);
    expect(receipt).toMatchObject({
      status: 'failed',
      output: { state: 'rolled-back' },
      results: [{ message: expect.stringMatching(/Rolled back to .*cart:1.*CrashLoopBackOff/) }],
    });
    expect(await portal.image('staging')).toBe(image('1'));
    const promotion = await dana.promotions.getPromotion(receipt.id);
    expect(promotion).toMatchObject({ state: 'rolled-back', failure: { cause: 'rollout-failed' } });
    expect(promotion.events.map(({ state }) => state)).toEqual([
      ...['setting', 'rolling-out', 'undoing', 'restoring', 'rolled-back'],
    ]);
  });

  it('puts back what was set where it is cancelled', async () => {
    await portal.setImage('dev', 'slow-staging');
    const dana = portal.as('dana');
    const begun = await dana.operations.run(op.promote, TO_STAGING, { waitSeconds: 1 });
    expect(begun.status).toBe('running');
    // Meanwhile nobody begins another.
    const second = await portal.as('paul').plan(op.promote, TO_STAGING);
    expect(second).toMatchObject({ allowed: false });
    await dana.operations.cancel(begun);
    expect(await portal.ended(dana, begun)).toMatchObject({ status: 'cancelled' });
    expect(await portal.image('staging')).toBe(image('1'));
    expect(await dana.promotions.getPromotion(begun.id)).toMatchObject({
      ...{ state: 'rolled-back', failure: { cause: 'cancelled' } },
    });
  });

  it('leaves alone what somebody else has set meanwhile', async () => {
    await portal.setImage('dev', 'slow-staging');
    const dana = portal.as('dana');
    const begun = await dana.operations.run(op.promote, TO_STAGING, { waitSeconds: 1 });
    await portal.setImage('staging', '7');
    expect(await portal.ended(dana, begun)).toMatchObject({
      ...{ status: 'failed', output: { state: 'failed' } },
      results: [{ message: expect.stringContaining('changed by somebody else') }],
    });
    expect(await portal.image('staging')).toBe(image('7'));
  });

  it('refuses what skips an environment, changes nothing, or is not what was seen', async () => {
    const dana = portal.as('dana');
    const skipped = dana.plan(op.promote, { ...TO_STAGING, to: 'prod' });
    expect(await messageOf(skipped)).toMatch(/goes to staging next/);
    expect(await dana.plan(op.promote, TO_PROD)).toMatchObject({
      ...{ allowed: false, reason: expect.stringMatching(/already/) },
    });
    expect(await dana.plan(op.promote, { ...TO_STAGING, image: image('1.9') })).toMatchObject({
      allowed: false,
      reason: expect.stringContaining('not registry.example.com/shop/cart:1.9'),
    });
    const { allowed, reason } = await portal.as('vic').plan(op.promote, TO_STAGING);
    expect({ allowed, reason }).toEqual({
      allowed: false,
      reason: expect.stringContaining('pipelines.promote'),
    });
  });
});

describe('approvals', () => {
  beforeEach(() => portal.setImage('staging', '2'));

  it('stand before an environment, and are told by who can give them', async () => {
    const plan = await portal.as('dana').plan(op.promote, TO_PROD);
    expect(plan).toMatchObject({
      allowed: false,
      reason: expect.stringMatching(/1 approval of group:default\/leads.*nobody has asked/),
    });
    expect(await messageOf(portal.as('dana').run(op.promote, TO_PROD))).toMatch(/1 approval/);
    expect(await portal.image('prod')).toBe(image('1'));
  });

  it('let one promotion through, and no second one', async () => {
    const request = await approved();
    const receipt = await portal.as('dana').run(op.promote, TO_PROD);
    expect(receipt).toMatchObject({ status: 'succeeded' });
    const promotion = await portal.as('dana').promotions.getPromotion(receipt.id);
    expect(promotion.request).toBe(request?.id);
    // Prod goes back behind the portal's back: the same image has to be asked for anew.
    await portal.setImage('prod', '1');
    const again = await portal.as('dana').plan(op.promote, TO_PROD);
    expect(again).toMatchObject({
      allowed: false,
      reason: expect.stringMatching(/nobody has asked/),
    });
    const all = await portal.as('lea').promotions.listApprovals({ state: 'all' });
    expect(all).toMatchObject([{ state: 'used', promotion: receipt.id, mayDecide: false }]);
  });

  it('count for the image that was approved, and for no other', async () => {
    await approved();
    await portal.setImage('staging', '3');
    expect(await portal.as('dana').plan(op.promote, TO_PROD)).toMatchObject({
      allowed: false,
      reason: expect.stringMatching(/nobody has asked/),
    });
  });

  it('are asked for by mail', async () => {
    const before = smtp.letters.length;
    const asked = await portal.as('dana').run(op.requestApproval, TO_PROD);
    while (smtp.letters.length === before) await new Promise(resolve => setTimeout(resolve, 100));
    const { to, text } = smtp.letters[before] ?? { text: '' };
    expect(to).toEqual(['lea@example.com']);
    expect(text.replace(/=\r\n/g, '')).toContain(String(asked.output?.request));
  });

  it('are refused for an image that was not asked for', async () => {
    const asked = await portal.as('dana').run(op.requestApproval, TO_PROD);
    const request = String(asked.output?.request);
    const lea = portal.as('lea');
    for (const other of [image('3'), `${image('2')}@sha256:${'0'.repeat(64)}`, 'cart:2'])
      expect(
        await messageOf(lea.run(op.approve, { request, image: other, reason: 'fine' })),
      ).toMatch(/What is asked for is cart:2/);
    const digest = digestFor(image('2'));
    const given = await lea.run(op.approve, { request, image: digest, reason: 'fine' });
    expect(given).toMatchObject({ status: 'succeeded', output: { state: 'approved' } });
  });

  it('cannot be granted by the one who asked, nor outside of the groups, nor without the permission', async () => {
    const asked = await portal.as('lea').run(op.requestApproval, TO_PROD);
    const input = { request: String(asked.output?.request), image: image('2'), reason: 'mine' };
    expect(await messageOf(portal.as('lea').run(op.approve, input))).toMatch(/Somebody else/);
    expect(await messageOf(portal.as('dana').run(op.approve, input))).toMatch(/none of the groups/);
    expect(await messageOf(portal.as('vic').run(op.approve, input))).toMatch(/pipelines.approve/);
    const own = await portal.as('lea').promotions.listApprovals();
    expect(own).toMatchObject([{ mayDecide: false, whyNot: 'requester', given: 0 }]);
    expect(await portal.as('dana').promotions.listApprovals()).toEqual([]);
    expect(await portal.as('paul').run(op.approve, input)).toMatchObject({ status: 'succeeded' });
    // Once it is approved it waits for nobody.
    expect(await messageOf(portal.as('paul').run(op.approve, input))).toMatch(/does not wait/);
  });

  it('do not count any more once they have expired', async () => {
    const asked = await portal.as('dana').run(op.requestApproval, TO_PROD);
    const request = String(asked.output?.request);
    const decision = { request, image: image('2'), reason: 'only now', expiresInHours: 1 / 3600 };
    await portal.as('lea').run(op.approve, decision);
    for (;;) {
      const [all] = await portal.as('lea').promotions.listApprovals({ state: 'all' });
      if (all?.given === 0) break;
    }
    expect(await portal.as('dana').plan(op.promote, TO_PROD)).toMatchObject({
      allowed: false,
      reason: expect.stringMatching(/0 given/),
    });
  });

  it('are over with a rejection', async () => {
    const asked = await portal.as('dana').run(op.requestApproval, TO_PROD);
    const request = String(asked.output?.request);
    await portal.as('lea').run(op.reject, { request, reason: 'Not before the sale' });
    expect(await portal.as('dana').plan(op.promote, TO_PROD)).toMatchObject({
      allowed: false,
      reason: expect.stringMatching(/rejected/),
    });
    const input = { request, image: image('2'), reason: 'all the same' };
    expect(await messageOf(portal.as('paul').run(op.approve, input))).toMatch(/does not wait/);
    const anew = await portal.as('dana').run(op.requestApproval, TO_PROD);
    expect(anew.output?.request).not.toBe(request);
  });
});

describe('the freeze calendar', () => {
  const window = (reason: string) => ({
    ...{ environments: ['staging'], reason },
    startsAt: Date.now() - 1000,
    endsAt: Date.now() + 3_600_000,
  });

  it('stops promotions until it is over or removed, and takes a permission and a reason to override', async () => {
    const dana = portal.as('dana');
    expect(await messageOf(dana.run(op.freeze, window('Sale')))).toMatch(/pipelines.freeze/);
    const { output } = await portal.as('lea').run(op.freeze, window('Sale'));
    const frozen = await dana.plan(op.promote, TO_STAGING);
    expect(frozen).toMatchObject({ allowed: false, reason: expect.stringMatching(/frozen.*Sale/) });
    const override = { ...TO_STAGING, freezeOverride: 'The cart is down' };
    expect(await messageOf(dana.run(op.promote, override))).toMatch(/pipelines.freeze.override/);
    const receipt = await portal.as('paul').run(op.promote, override);
    expect(receipt).toMatchObject({
      status: 'succeeded',
      warnings: expect.arrayContaining([expect.stringContaining('The cart is down')]),
    });
    expect(await dana.promotions.getPromotion(receipt.id)).toMatchObject({
      freezeOverride: 'The cart is down',
    });
    const id = String(output?.window);
    expect(await dana.promotions.listFreezes()).toMatchObject([{ id, isActive: true }]);
    await portal.as('lea').run(op.unfreeze, { window: id, reason: 'Sale is over' });
    expect(await dana.promotions.listFreezes()).toEqual([]);
    await portal.setImage('staging', '1');
    expect(await dana.plan(op.promote, TO_STAGING)).toMatchObject({ allowed: true });
  });

  it('refuses windows that make no sense', async () => {
    const lea = portal.as('lea');
    const { startsAt, endsAt } = window('Sale');
    const turned = { ...window('Sale'), startsAt: endsAt, endsAt: startsAt };
    expect(await lea.plan(op.freeze, turned)).toMatchObject({ allowed: false });
    const nowhere = { ...window('Sale'), environments: ['moon'] };
    expect(await messageOf(lea.plan(op.freeze, nowhere))).toMatch(/no environment named moon/);
  });
});

describe('pipelines.rollback', () => {
  it('goes back to a release that was good, without gates, and is told by the flow metrics', async () => {
    const dana = portal.as('dana');
    await portal.setImage('staging', '2');
    await approved();
    const change = await dana.run(op.promote, TO_PROD);
    const releases = await dana.promotions.listReleases(REF, { environment: 'prod' });
    expect(releases).toMatchObject([
      { image: { tag: '2' }, via: 'promotion', by: 'user:default/dana', isCurrent: true },
      { image: { tag: '1' }, via: 'seen', isGood: true, isCurrent: false },
    ]);
    const input = { component: REF, environment: 'prod', release: releases[1]?.id ?? '' };
    const plan = await dana.plan(op.rollback, input);
    expect(plan).toMatchObject({ allowed: true, summary: expect.stringContaining('cart:1') });
    expect(plan.warnings.join()).toMatch(/Databases are not rolled back/);
    expect(await portal.as('vic').plan(op.rollback, input)).toMatchObject({ allowed: false });
    const back = await dana.run(op.rollback, input);
    expect(back).toMatchObject({ status: 'succeeded' });
    expect(await portal.image('prod')).toBe(`${image('1')}@${digestFor(image('1'))}`);
    const { total, components, teams } = await dana.promotions.getFlow();
    expect(total).toMatchObject({
      deploymentFrequency: { count: 1, promotions: [change.id] },
      changeFailureRate: { value: 1, promotions: [change.id], failed: [change.id] },
      timeToRestore: { value: expect.any(Number), promotions: [change.id] },
    });
    expect(components).toMatchObject([{ component: REF }]);
    expect(teams).toMatchObject([{ owner: 'group:default/team' }]);
    const { items } = await dana.promotions.listPromotions({ component: REF });
    expect(items.map(({ id }) => id)).toEqual([back.id, change.id]);
  });
});

/** What an operation was refused with. */
async function messageOf(refused: Promise<unknown>): Promise<string> {
  try {
    await refused;
  } catch (error) {
    const { message, cause } = error as { message: string; cause?: { message: string } };
    return cause?.message ?? message;
  }
  return 'It was not refused';
}
