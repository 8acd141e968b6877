import { ManualClock } from './__testUtils__/ManualClock';
import { ViewerCache } from './ViewerCache';

const viewer = (name: string, ...groups: string[]) => ({
  userEntityRef: `user:default/${name}`,
  ownershipEntityRefs: groups,
});

function setup(size = 10) {
  const clock = new ManualClock();
  const cache = new ViewerCache<number>({ ttlMs: 1_000, size, clock });
  let made = 0;
  return { clock, cache, make: async () => ++made };
}

describe('ViewerCache', () => {
  it("never gives one viewer another's answer, nor an answer from before their groups changed", async () => {
    const { cache, make } = setup();
    expect(await cache.get(viewer('dana', 'a'), make)).toBe(1);
    expect(await cache.get(viewer('erik', 'a'), make)).toBe(2);
    expect(await cache.get(viewer('dana', 'a', 'b'), make)).toBe(3);
    expect(await cache.get({ ...viewer('dana', 'a'), token: 'x' }, make)).toBe(4);
    expect(await cache.get(viewer('dana', 'a'), make)).toBe(1);
  });

  it('keeps an answer for its time', async () => {
    const { cache, clock, make } = setup();
    await cache.get(viewer('dana'), make);
    clock.advance(999);
    expect(await cache.get(viewer('dana'), make)).toBe(1);
    clock.advance(1);
    expect(await cache.get(viewer('dana'), make)).toBe(2);
  });

  it('does not keep a failure', async () => {
    const { cache, make } = setup();
    const fail = async () => {
      throw new Error('down');
    };
    await expect(cache.get(viewer('dana'), fail)).rejects.toThrow('down');
    expect(await cache.get(viewer('dana'), make)).toBe(1);
  });

  it('drops the oldest when it is full', async () => {
    const { cache, make } = setup(2);
    for (const name of ['a', 'b', 'c']) await cache.get(viewer(name), make);
    expect(await cache.get(viewer('c'), make)).toBe(3);
    expect(await cache.get(viewer('a'), make)).toBe(4);
  });
});
