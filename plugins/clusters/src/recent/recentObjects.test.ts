import {
  parseRecentObject,
  recentKey,
  targetOf,
  toRecentObject,
  withRecent,
} from './recentObjects';

const pod = (name: string) =>
  toRecentObject(
    {
      cluster: 'dev',
      resource: { group: '', version: 'v1', plural: 'pods' },
      namespace: 'shop',
      name,
    },
    'Pod',
  );

describe('recently viewed objects', () => {
  it('puts the newest first, once', () => {
    const items = [pod('a'), pod('b')];
    expect(withRecent(items, pod('b')).map(item => item.name)).toEqual(['b', 'a']);
  });

  it('changes nothing when the newest is opened again', () => {
    const items = [pod('a'), pod('b')];
    expect(withRecent(items, pod('a'))).toBe(items);
  });

  it('keeps a bounded number', () => {
    const items = Array.from({ length: 20 }, (_, index) => pod(`p${index}`));
    const next = withRecent(items, pod('new'));
    expect(next).toHaveLength(20);
    expect(next[0]?.name).toBe('new');
  });

  it('tells objects of two clusters apart', () => {
    expect(recentKey(pod('a'))).not.toBe(recentKey({ ...pod('a'), cluster: 'prod' }));
  });

  it('survives storage', () => {
    const stored: unknown = JSON.parse(JSON.stringify(pod('a')));
    expect(parseRecentObject(stored)).toEqual(pod('a'));
    expect(targetOf(pod('a'))).toMatchObject({ cluster: 'dev', namespace: 'shop', name: 'a' });
  });

  it.each([null, 'pod', {}, { ...pod('a'), resource: 'x' }, { ...pod('a'), name: 1 }])(
    'drops %j',
    item => expect(parseRecentObject(item)).toBeUndefined(),
  );
});
