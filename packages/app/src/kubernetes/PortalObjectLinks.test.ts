import { PortalObjectLinks } from './PortalObjectLinks';

const links = new PortalObjectLinks('https://portal.example');
const object = { metadata: { name: 'cart', namespace: 'shop' } };

describe('PortalObjectLinks', () => {
  it('leads to the page of the object', async () => {
    const dashboardParameters = { cluster: 'prod' };
    expect(await links.formatClusterLink({ dashboardParameters, object, kind: 'Deployment' })).toBe(
      'https://portal.example/explore/prod/deployments.v1.apps/shop/cart',
    );
  });

  it.each([
    ['a kind that it does not know', { dashboardParameters: { cluster: 'prod' }, kind: 'Widget' }],
    ['a cluster that is not the portal’s', { dashboardUrl: 'https://dash.example', kind: 'Pod' }],
  ])('leads nowhere for %s', async (_, question) => {
    expect(await links.formatClusterLink({ ...question, object })).toBeUndefined();
  });
});
