import { PromotionsClient } from './PromotionsClient';
import { promotionOperations } from './promotionOperations';

function recordingClient() {
  const urls: string[] = [];
  const fetch = async (url: unknown) => {
    urls.push(String(url));
    return Response.json({ items: [] });
  };
  return { urls, client: new PromotionsClient({ fetch, baseUrl: 'http://portal/api/pipelines' }) };
}

describe('PromotionsClient', () => {
  it('names a component as its entity ref reads', async () => {
    const { urls, client } = recordingClient();
    await client.getBoard('component:default/cart');
    await client.listReleases('component:default/cart', { environment: 'prod' });
    expect(urls).toEqual([
      'http://portal/api/pipelines/components/component:default/cart/board',
      'http://portal/api/pipelines/components/component:default/cart/releases?environment=prod',
    ]);
  });

  it.each(['cart', 'component:cart', 'default/cart', 'component:default/cart/x'])(
    'refuses %s',
    async ref => {
      await expect(recordingClient().client.getBoard(ref)).rejects.toThrow(/entity ref/);
    },
  );
});

describe('promotionOperations', () => {
  it('asks for a reason that says something', () => {
    const { input } = promotionOperations.approve;
    const request = '5f2f3c1e-7a0e-4c58-9c0f-2a8f0f8a1b11';
    const image = 'registry.example.com/shop/cart:2';
    expect(input.safeParse({ request, image, reason: 'Tested in staging' }).success).toBe(true);
    expect(input.safeParse({ request, image, reason: '' }).success).toBe(false);
    expect(input.safeParse({ request, reason: 'Tested in staging' }).success).toBe(false);
  });
});
