import { pluralOf } from './pluralOf';
import { recordQuerySchema } from './schemas';

describe('the query for records', () => {
  it.each([
    ['api', { name: 'api' }],
    ['Deployment/api', { kind: 'Deployment', name: 'api' }],
    ['Deployment/shop/api', { kind: 'Deployment', namespace: 'shop', name: 'api' }],
    ['Node/_/n1', { kind: 'Node', namespace: '', name: 'n1' }],
  ])('reads the object %s', (object, expected) => {
    expect(recordQuerySchema.parse({ object }).object).toEqual(expected);
  });

  it('takes times as milliseconds or ISO 8601, and lists by commas', () => {
    const query = recordQuerySchema.parse({
      from: '1790000000000',
      to: '2026-11-26T00:00:00Z',
      actor: 'user:default/priya,user:default/dana',
      severity: 'medium,high',
    });
    expect(query).toMatchObject({
      from: 1_790_000_000_000,
      to: Date.UTC(2026, 10, 26),
      actor: ['user:default/priya', 'user:default/dana'],
      severity: ['medium', 'high'],
      limit: 100,
    });
  });

  it.each([{ object: 'a/b/c/d' }, { from: 'yesterday' }, { severity: 'loud' }, { limit: '501' }])(
    'refuses %j',
    query => {
      expect(recordQuerySchema.safeParse(query).success).toBe(false);
    },
  );
});

describe('pluralOf', () => {
  it.each([
    ['Deployment', 'deployments'],
    ['Ingress', 'ingresses'],
    ['NetworkPolicy', 'networkpolicies'],
    ['Gateway', 'gateways'],
    ['Endpoints', 'endpoints'],
    ['StorageClass', 'storageclasses'],
  ])('of %s is %s', (kind, plural) => {
    expect(pluralOf(kind)).toBe(plural);
  });
});
