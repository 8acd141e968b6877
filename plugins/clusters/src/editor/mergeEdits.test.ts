import { mergeEdits } from './mergeEdits';

const base = {
  spec: {
    replicas: 2,
    paused: false,
    containers: [
      { name: 'app', image: 'app:1' },
      { name: 'proxy', image: 'proxy:1' },
    ],
    args: ['a'],
  },
};
const change = (spec: object) => ({ spec: { ...base.spec, ...spec } });

describe('mergeEdits', () => {
  it('keeps what the other changed and what I changed, where these are different fields', () => {
    const mine = change({ containers: [{ name: 'app', image: 'app:2' }, base.spec.containers[1]] });
    const theirs = change({
      replicas: 5,
      containers: [base.spec.containers[0], { name: 'proxy', image: 'proxy:9' }],
    });
    expect(mergeEdits({ base, mine, theirs })).toEqual({
      conflicts: [],
      merged: change({
        replicas: 5,
        containers: [
          { name: 'app', image: 'app:2' },
          { name: 'proxy', image: 'proxy:9' },
        ],
      }),
    });
  });

  it('names a field that both changed, with mine in it', () => {
    const result = mergeEdits({
      base,
      mine: change({ replicas: 3 }),
      theirs: change({ replicas: 5 }),
    });
    expect(result.conflicts).toEqual([{ path: 'spec.replicas', mine: 3, theirs: 5 }]);
    expect(result.merged).toEqual(change({ replicas: 3 }));
  });

  it('takes one change once where both made the same', () => {
    const both = change({ paused: true });
    expect(mergeEdits({ base, mine: both, theirs: both })).toEqual({ merged: both, conflicts: [] });
  });

  it('keeps a field that I removed removed, and one that they removed', () => {
    const { paused, ...withoutPaused } = base.spec;
    const { args, ...withoutArgs } = base.spec;
    const { merged } = mergeEdits({
      base,
      mine: { spec: withoutPaused },
      theirs: { spec: withoutArgs },
    });
    expect(merged).toEqual({ spec: { replicas: 2, containers: base.spec.containers } });
    expect([paused, args]).toEqual([false, ['a']]);
  });

  it('treats a list of plain values as one value', () => {
    const result = mergeEdits({
      base,
      mine: change({ args: ['a', 'b'] }),
      theirs: change({ args: ['c'] }),
    });
    expect(result.conflicts).toEqual([{ path: 'spec.args', mine: ['a', 'b'], theirs: ['c'] }]);
  });
});
