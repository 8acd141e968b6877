import { formatResourceId, parseResourceId, resourcePath } from './resourceId';

describe('parseResourceId', () => {
  it.each([
    ['apps/v1/deployments', { group: 'apps', version: 'v1', plural: 'deployments' }],
    ['v1/pods', { group: '', version: 'v1', plural: 'pods' }],
    ['tekton.dev/v1/pipelineruns', { group: 'tekton.dev', version: 'v1', plural: 'pipelineruns' }],
  ])('reads %s and writes it back', (text, id) => {
    expect(parseResourceId(text)).toEqual(id);
    expect(formatResourceId(id)).toBe(text);
  });

  it.each(['pods', '', 'a/b/c/d', '/v1/pods', 'apps/v1/../secrets', 'apps/v1/Pods', 'v1/pods?x=1'])(
    'refuses %j',
    text => {
      expect(parseResourceId(text)).toBeUndefined();
    },
  );
});

describe('resourcePath', () => {
  it('encodes every segment, so a name cannot climb out of its collection', () => {
    const resource = { group: '', version: 'v1', plural: 'pods' };
    expect(
      resourcePath({ resource, namespace: 'shop', name: '../../secrets', subresource: 'log' }),
    ).toBe('/api/v1/namespaces/shop/pods/..%2F..%2Fsecrets/log');
  });
});
