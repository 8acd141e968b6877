import { tenantStatus } from '../__testUtils__/tenants';
import { formatAmount, quotaAmount, quotaAmounts, tightest } from './quotaAmounts';

describe('quotaAmounts', () => {
  it.each([
    ['requests.cpu', '1500m', '1.5'],
    ['requests.memory', '8192Mi', '8Gi'],
    ['requests.storage', '1Ti', '1Ti'],
    ['pods', '40', '40'],
    ['pods', 'many', 'many'],
  ])('writes %s %s as %s', (resource, quantity, text) => {
    expect(formatAmount(resource, quantity)).toBe(text);
  });

  it.each([
    ['10', '80', 0.125, 'ok'],
    ['64', '80', 0.8, 'warning'],
    ['80', '80', 1, 'failed'],
    ['1', '0', 1, 'failed'],
    ['0', '0', 0, 'ok'],
  ])('judges %s of %s', (used, hard, ratio, tone) => {
    expect(quotaAmount({ resource: 'pods', used, hard })).toMatchObject({ ratio, tone });
  });

  it('puts processors and memory first', () => {
    const quota = ['pods', 'configmaps', 'requests.cpu'].map(resource => ({
      resource,
      used: '0',
      hard: '1',
    }));
    expect(quotaAmounts(quota).map(({ resource }) => resource)).toEqual([
      'requests.cpu',
      'pods',
      'configmaps',
    ]);
  });

  it('finds the namespace nearest to its limit', () => {
    const [first] = tenantStatus().namespaces;
    if (first === undefined) throw new Error('no namespace');
    const fuller = {
      ...first,
      namespace: 'cart',
      quota: [{ resource: 'pods', used: '79', hard: '80' }],
    };
    expect(tightest([first, fuller]).get('pods')).toMatchObject({ namespace: 'cart', used: '79' });
    expect(tightest([first, fuller]).get('requests.cpu')).toMatchObject({ namespace: 'shop' });
  });
});
