import { capacityShares } from './capacity';

describe('capacityShares', () => {
  it.each([
    [
      'within',
      { allocatable: 8, requested: 4, used: 2 },
      { used: 0.25, requested: 0.5, limit: 1, overcommitted: false, ratio: 0.5 },
    ],
    [
      'requests beyond',
      { allocatable: 4, requested: 8, used: 2 },
      { used: 0.25, requested: 1, limit: 0.5, overcommitted: true, ratio: 2 },
    ],
    [
      'use beyond',
      { allocatable: 4, used: 5 },
      { used: 1, requested: 0, limit: 0.8, overcommitted: true, ratio: 1.25 },
    ],
    [
      'nothing at all',
      { allocatable: 0 },
      { used: 0, requested: 0, limit: 1, overcommitted: false },
    ],
    [
      'use of what there is none of',
      { allocatable: 0, used: 1 },
      { used: 1, requested: 0, limit: 0, overcommitted: true },
    ],
  ])('lays out %s', (_, capacity, shares) => {
    expect(capacityShares(capacity)).toEqual(shares);
  });
});
