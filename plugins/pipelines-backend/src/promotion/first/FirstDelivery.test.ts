import { ConflictError, NotFoundError } from '@backstage/errors';
import type { KubeObject } from '@kubemate/kube-common';
import type { KubeService } from '@kubemate/kube-node';
import { testPromotion } from '../__testUtils__/testPromotion';
import type { Execution } from '../promotions/Delivery';
import { PROMOTION_ANNOTATION } from '../promotions/DirectDelivery';
import { FirstDelivery } from './FirstDelivery';

const object = (kind: string, annotations: Readonly<Record<string, string>> = {}) => ({
  ...{ apiVersion: kind === 'Deployment' ? 'apps/v1' : 'v1', kind },
  metadata: { name: 'cart', namespace: 'shop', annotations: { ...annotations } },
});

const PROMOTION = testPromotion({
  ...{ first: true, uid: '', before: { image: '', repository: '' } },
  creates: [object('ServiceAccount'), object('Service'), object('Deployment')],
});

/** A namespace with these objects, on whose `refused` kinds every write conflicts. */
function world(there: readonly ReturnType<typeof object>[], refused: readonly string[] = []) {
  const kept = new Map(
    there.map(each => [
      `${each.kind.toLowerCase()}s`,
      { ...each, metadata: { ...each.metadata, uid: `u-${each.kind}` } },
    ]),
  );
  let now = 0;
  const kube = {
    typeOf: async ({ kind }: { kind: string }) => ({
      group: '',
      version: 'v1',
      plural: `${kind.toLowerCase()}s`,
      namespaced: true,
    }),
    get: async ({ resource }: any) => {
      const found = kept.get(resource.plural);
      if (!found) throw new NotFoundError('not there');
      return found as unknown as KubeObject;
    },
    write: async ({ verb, resource, patch }: any) => {
      if (refused.includes(resource.plural)) throw new ConflictError('somebody manages it');
      if (verb === 'delete') kept.delete(resource.plural);
      else
        kept.set(resource.plural, {
          ...patch.value,
          metadata: { ...patch.value.metadata, uid: `u-${patch.value.kind}` },
        });
      return { object: kept.get(resource.plural) as unknown as KubeObject, warnings: [] };
    },
  } as unknown as KubeService;
  const clock = {
    now: () => now,
    after: (ms: number, callback: () => void) => {
      now += ms;
      queueMicrotask(callback);
      return () => {};
    },
  };
  const execution = {
    ...{ kube, viewer: {}, signal: new AbortController().signal, report: () => {} },
  } as unknown as Execution;
  return { kept, delivery: new FirstDelivery({ clock }), execution };
}

it('makes all of it, and takes away only what it has made', async () => {
  const { kept, delivery, execution } = world([object('ServiceAccount')]);
  const made = await delivery.forth(PROMOTION, execution);
  expect(made).toMatchObject({ state: 'rolling-out', uid: 'u-Deployment' });
  const named = [...kept.values()].map(
    ({ metadata }) => metadata.annotations[PROMOTION_ANNOTATION],
  );
  expect(named).toEqual([undefined, PROMOTION.id, PROMOTION.id]);
  const back = await delivery.back(PROMOTION, execution);
  expect(back.state).toBe('rolled-back');
  expect([...kept.keys()]).toEqual(['serviceaccounts']);
});

it('goes on where another process has stopped', async () => {
  const own = { [PROMOTION_ANNOTATION]: PROMOTION.id };
  const { delivery, execution } = world([object('Service', own), object('Deployment', own)]);
  expect(await delivery.forth(PROMOTION, execution)).toMatchObject({ uid: 'u-Deployment' });
});

it.each([
  ['before anything was made', ['serviceaccounts'], 'failed'],
  ['after something was made', ['services'], 'undoing'],
])('gives up what stays a conflict, %s', async (_, refused, state) => {
  const { delivery, execution } = world([], refused);
  expect(await delivery.forth(PROMOTION, execution)).toMatchObject({
    state,
    failure: { cause: 'refused', message: 'somebody manages it' },
  });
});

it('does not touch a workload that somebody has made meanwhile', async () => {
  const { kept, delivery, execution } = world([object('Deployment')]);
  expect(await delivery.forth(PROMOTION, execution)).toMatchObject({
    ...{ state: 'undoing', failure: { cause: 'changed-meanwhile' } },
  });
  await delivery.back(PROMOTION, execution);
  expect([...kept.keys()]).toEqual(['deployments']);
});
