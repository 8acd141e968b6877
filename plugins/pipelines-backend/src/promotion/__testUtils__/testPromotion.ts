import { parseImage } from '../imageRef';
import type { StoredPromotion } from '../promotions/PromotionStore';

/** A promotion of `cart` from staging to prod that has begun. */
export function testPromotion(over: Partial<StoredPromotion> = {}): StoredPromotion {
  const container = { kind: 'Deployment' as const, namespace: 'shop', name: 'cart' };
  return {
    ...{ id: 'p1', kind: 'promotion', component: 'component:default/cart', from: 'staging' },
    ...{ to: 'prod', owner: 'group:default/team', state: 'setting', by: 'user:default/dana' },
    workload: { ...container, cluster: 'live', apiVersion: 'apps/v1', container: 'cart' },
    before: parseImage('registry.example.com/shop/cart:1'),
    after: parseImage('registry.example.com/shop/cart:2'),
    ...{ startedAt: 10, events: [], resumed: 0, revision: 1, groups: [], uid: 'u' },
    ...{ timeoutMs: 60_000, stableMs: 1000 },
    ...over,
  };
}
