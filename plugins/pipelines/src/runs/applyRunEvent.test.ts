import type { RunPage } from '@kubemate/plugin-pipelines-common';
import { run } from '../__testUtils__/runs';
import { applyRunEvent } from './applyRunEvent';

const page = (...uids: string[]): RunPage => ({
  items: uids.map(uid => run({ uid })),
  ...{ total: uids.length, failures: [], asOf: 1 },
});
const empty = { removed: [], inserted: [], updated: [], total: 0, asOf: 2 };

describe('applyRunEvent', () => {
  it('takes a page for all there is', () => {
    expect(applyRunEvent(page('a'), { type: 'page', page: page('b') })).toEqual(page('b'));
  });

  it('removes, then inserts in the order given, then updates', () => {
    const next = applyRunEvent(page('a', 'b', 'c'), {
      type: 'delta',
      delta: {
        ...empty,
        removed: ['b'],
        inserted: [
          { index: 0, run: run({ uid: 'd' }) },
          { index: 1, run: run({ uid: 'e' }) },
        ],
        updated: [run({ uid: 'c', phase: 'failed' })],
        total: 4,
        nextCursor: 'after c',
      },
    });
    expect(next?.items.map(({ uid, phase }) => `${uid} ${phase}`)).toEqual([
      'd running',
      'e running',
      'a running',
      'c failed',
    ]);
    expect(next).toMatchObject({ total: 4, asOf: 2, nextCursor: 'after c' });
  });

  it('has nothing to apply a delta to before the first page', () => {
    expect(applyRunEvent(undefined, { type: 'delta', delta: empty })).toBeUndefined();
  });
});
