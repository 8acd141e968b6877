import { entry } from '../__testUtils__/records';
import { recordItem } from './recordItem';
import { scopeFilter } from './scopeFilter';

const nothing = { components: [], objects: [], places: [], tenants: [] };
const cart = { ref: 'component:default/cart' };
const deployment = { cluster: 'prod', kind: 'Deployment', namespace: 'shop', name: 'cart' };
const severity = ['medium', 'high'];

describe('scopeFilter', () => {
  it('asks for a component by its name and by each of its objects', () => {
    expect(scopeFilter({ ...nothing, components: [cart], objects: [deployment] })).toEqual({
      severity,
      objects: 'Component/_/component:default/cart,Deployment/shop/cart@prod',
    });
  });

  it('asks for a tenant whole, and not for its parts', () => {
    expect(
      scopeFilter({ ...nothing, components: [cart], objects: [deployment], tenants: ['shop'] }),
    ).toEqual({ severity, tenant: ['shop'] });
  });

  it('asks for a namespace of a cluster, or for the whole cluster', () => {
    const place = { cluster: 'prod', namespace: 'shop' };
    expect(scopeFilter({ ...nothing, places: [place] })).toEqual({
      severity,
      cluster: ['prod'],
      namespace: ['shop'],
    });
    expect(scopeFilter({ ...nothing, places: [{ cluster: 'prod' }] })).toEqual({
      severity,
      cluster: ['prod'],
    });
  });

  it('asks nothing where there is nothing to ask for: the whole trail is nobody’s activity', () => {
    expect(scopeFilter(nothing)).toBeUndefined();
  });
});

describe('recordItem', () => {
  const told = { sentence: 'priya scaled api', to: '/audit?record=1' };

  it('is a sentence with its place, and the kind of its action', () => {
    expect(recordItem(entry(), told)).toMatchObject({
      kind: 'scale',
      health: 'ok',
      title: 'priya scaled api',
      source: 'shop · prod',
      to: '/audit?record=1',
    });
    expect(recordItem(entry({ action: 'clusters.set-image' }), told)?.kind).toBe('deploy');
    expect(recordItem(entry({ action: 'clusters.delete-object' }), told)?.kind).toBe('operation');
  });

  it('leaves promotions to the pipelines, but for those that were refused', () => {
    expect(recordItem(entry({ action: 'pipelines.promote' }), told)).toBeUndefined();
    expect(
      recordItem(entry({ action: 'pipelines.promote', outcome: 'denied' }), told),
    ).toMatchObject({ kind: 'deploy', health: 'failed' });
  });
});
