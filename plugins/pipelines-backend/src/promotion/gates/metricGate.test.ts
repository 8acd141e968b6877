import { promotionOperations as op } from '@kubemate/plugin-pipelines-common';
import { REF, startPromotionPortal } from '../__testUtils__/PromotionPortal';
import { FakePrometheus } from '../metrics/__testUtils__/FakePrometheus';

jest.setTimeout(120_000);

it('lets an image on only while it does well where it comes from', async () => {
  const prometheus = new FakePrometheus();
  await prometheus.listen();
  const labels = { namespace: 'shop-dev', pod: 'cart-1' };
  await prometheus.write([{ name: 'share', labels, value: 0.2 }]);
  const metric = (name: string, max: number) => ({
    ...{ name, title: `Errors (${name})`, max, prometheus: { url: prometheus.url } },
    query: 'share{namespace="{namespace}",pod=~"{workload}-.*"}',
  });
  const started = { metrics: [metric('strict', 0.01), metric('lax', 0.5)] };
  const input = { component: REF, from: 'dev', to: 'staging' };
  for (const [names, reason] of [
    [['lax', 'strict'], /^In dev: Errors \(strict\) of cart is 0.2, more than 0.01\.$/],
    [['lax'], undefined],
  ] as const) {
    const portal = await startPromotionPortal({ ...started, gates: { metrics: names } });
    try {
      for (const stage of ['dev', 'staging', 'prod'] as const) await portal.settled(stage);
      const dana = portal.as('dana');
      const plan = await dana.plan(op.promote, input);
      expect(plan.reason ?? '').toMatch(reason ?? /^$/);
      const { transitions } = await dana.promotions.getBoard(REF);
      const gate = transitions[0]?.gates.find(({ kind }) => kind === 'metrics');
      expect(gate).toMatchObject({
        state: reason === undefined ? 'passed' : 'blocked',
        checks: names.map(name => ({
          metric: name,
          environment: 'dev',
          blocks: name === 'strict',
        })),
        clearedBy: { groups: ['group:default/team'] },
      });
      if (reason === undefined) continue;
      const refused = await dana.run(op.promote, input).catch(error => error);
      expect(String(refused.cause?.message ?? refused)).toMatch(/more than 0.01/);
    } finally {
      await portal.stop();
    }
  }
  await prometheus.close();
});

it('stops the start where it names a metric that is none', async () => {
  await expect(startPromotionPortal({ gates: { metrics: ['gone'] } })).rejects.toThrow(
    /no metric gone/,
  );
});
