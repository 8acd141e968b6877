import { promotionOperations as op } from '@kubemate/plugin-pipelines-common';
import { REF, startPromotionPortal } from '../__testUtils__/PromotionPortal';
import type { PromotionPortal } from '../__testUtils__/PromotionPortal';

jest.setTimeout(120_000);

const TO_STAGING = { component: REF, from: 'dev', to: 'staging' };
let portal: PromotionPortal;
afterEach(() => portal.stop());

async function started(delivery: 'direct' | 'commit' | 'pull-request') {
  portal = await startPromotionPortal({ delivery });
  for (const stage of ['dev', 'staging', 'prod'] as const) await portal.settled(stage);
  return portal.as('dana');
}

it('promotes nothing past the git that the tenant asks for, and says so on the board', async () => {
  const dana = await started('pull-request');
  const plan = await dana.plan(op.promote, TO_STAGING);
  expect(plan).toMatchObject({
    allowed: false,
    reason: expect.stringMatching(/^Tenant shop promotes through git only, and cart names no/),
    said: expect.arrayContaining([expect.objectContaining({ code: 'tenantWantsGit' })]),
  });
  await expect(dana.run(op.promote, TO_STAGING)).rejects.toThrow();
  const { environments } = await dana.promotions.getBoard(REF);
  const delivery = { by: 'pull-request', chosenBy: 'tenant', tenant: 'shop', isPossible: false };
  expect(environments).toMatchObject([{ delivery }, { delivery }, { delivery }]);
  // What is broken is mended all the same.
  await portal.setImage('staging', '2');
  await dana.promotions.getBoard(REF);
  const releases = await dana.promotions.listReleases(REF, { environment: 'staging' });
  const release = releases.find(({ isCurrent, isGood }) => !isCurrent && isGood)?.id ?? '';
  const back = { component: REF, environment: 'staging', release };
  expect(await dana.plan(op.rollback, back)).toMatchObject({ allowed: true });
});

it('sets the image where the tenant says that it may', async () => {
  const dana = await started('direct');
  expect(await dana.plan(op.promote, TO_STAGING)).toMatchObject({ allowed: true });
  const { environments } = await dana.promotions.getBoard(REF);
  expect(environments[0]).toMatchObject({
    delivery: { by: 'direct', chosenBy: 'tenant', tenant: 'shop', isPossible: true },
  });
});
