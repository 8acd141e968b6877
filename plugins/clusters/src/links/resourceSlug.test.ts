import { formatResourceSlug, parseResourceSlug } from './resourceSlug';

describe('resource slugs', () => {
  it.each([
    ['pods.v1', { group: '', version: 'v1', plural: 'pods' }],
    ['deployments.v1.apps', { group: 'apps', version: 'v1', plural: 'deployments' }],
    [
      'ingresses.v1.networking.k8s.io',
      { group: 'networking.k8s.io', version: 'v1', plural: 'ingresses' },
    ],
  ])('writes and reads %s', (slug, id) => {
    expect(formatResourceSlug(id)).toBe(slug);
    expect(parseResourceSlug(slug)).toEqual(id);
  });

  it.each(['', 'pods', 'Pods.v1', 'pods.v1.', '.v1', 'pods..apps', 'a/b.v1'])(
    'refuses %p',
    slug => {
      expect(parseResourceSlug(slug)).toBeUndefined();
    },
  );
});
