import { logQuerySchema, rowQuerySchema } from './schemas';

describe('rowQuerySchema', () => {
  it.each([
    ['a,b', ['a', 'b']],
    [' a , ,b', ['a', 'b']],
    [
      ['a', 'b,c', 'a'],
      ['a', 'b', 'c'],
    ],
    ['', undefined],
    [',', undefined],
  ])('reads the list %j', (clusters, expected) => {
    expect(rowQuerySchema.parse({ clusters, resource: 'v1/pods' }).clusters).toEqual(expected);
  });

  it.each([
    { limit: '0' },
    { limit: '1001' },
    { limit: 'ten' },
    { offset: '-1' },
    { sorted: 'name' },
  ])('refuses %j', parameters => {
    expect(rowQuerySchema.safeParse({ resource: 'v1/pods', ...parameters }).success).toBe(false);
  });
});

describe('logQuerySchema', () => {
  const pod = { cluster: 'dev', namespace: 'shop', resource: 'v1/pods', name: 'x' };

  it('follows the last 1,000 lines unless told otherwise', () => {
    expect(logQuerySchema.parse(pod)).toMatchObject({
      follow: true,
      previous: false,
      tailLines: 1000,
    });
    expect(logQuerySchema.parse({ ...pod, follow: 'false', previous: 'true' })).toMatchObject({
      follow: false,
      previous: true,
    });
  });

  it('does not guess what a flag means', () => {
    expect(logQuerySchema.safeParse({ ...pod, follow: 'yes' }).success).toBe(false);
  });
});
