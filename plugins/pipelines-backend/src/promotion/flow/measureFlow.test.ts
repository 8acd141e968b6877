import type { Promotion, Release } from '@kubemate/plugin-pipelines-common';
import { testPromotion } from '../__testUtils__/testPromotion';
import { parseImage } from '../imageRef';
import { presentPromotion } from '../promotions/presentPromotion';
import { firstSeen, measureFlow } from './measureFlow';

const DAY = 86_400_000;
const image = (tag: string) => parseImage(`registry.example.com/shop/cart:${tag}`);
const set = (at: number) => ({ at, state: 'rolling-out' as const, message: '' });

/** Started at that hour of the first day, over an hour later. */
function promotion(id: string, hour: number, over: Partial<Promotion> = {}): Promotion {
  const startedAt = hour * 3_600_000;
  return presentPromotion(
    testPromotion({
      ...{ id, startedAt, finishedAt: startedAt + 3_600_000, state: 'succeeded' },
      ...{ events: [set(startedAt)], after: image(id), before: image(`before-${id}`) },
      ...over,
    }),
  );
}

const measure = (promotions: readonly Promotion[]) =>
  measureFlow({
    ...{ environment: 'prod', since: 0, until: 2 * DAY, promotions },
    seenAt: (_component, { startedAt }) => startedAt - 7_200_000,
  });

describe('measureFlow', () => {
  it('has no numbers where there is nothing to make them of', () => {
    expect(measure([]).total).toEqual({
      deploymentFrequency: { value: 0, count: 0, promotions: [] },
      leadTime: { promotions: [] },
      changeFailureRate: { promotions: [], failed: [] },
      timeToRestore: { promotions: [] },
    });
  });

  it('counts what succeeded per day, and the median from first seen to done', () => {
    const { total } = measure([promotion('a', 1), promotion('b', 2), promotion('c', 3)]);
    expect(total.deploymentFrequency).toEqual({
      ...{ value: 1.5, count: 3, promotions: ['a', 'b', 'c'] },
    });
    expect(total.leadTime).toEqual({ value: 3 * 3_600_000, promotions: ['a', 'b', 'c'] });
    expect(total.changeFailureRate).toEqual({ value: 0, promotions: ['a', 'b', 'c'], failed: [] });
  });

  it('counts as failed what was rolled back by itself, or by the next thing that was done', () => {
    const { total } = measure([
      promotion('a', 1, { state: 'rolled-back' }),
      promotion('b', 4),
      promotion('c', 8),
      promotion('d', 10, { kind: 'rollback', before: image('c'), after: image('b') }),
    ]);
    expect(total.deploymentFrequency.promotions).toEqual(['b', 'c']);
    expect(total.changeFailureRate).toMatchObject({
      ...{ promotions: ['a', 'b', 'c'], failed: ['a', 'c'] },
    });
    // a was well again after an hour, c with the rollback after three.
    expect(total.timeToRestore).toEqual({ value: 2 * 3_600_000, promotions: ['a', 'c'] });
  });

  it('does not count as failed what was left long after, or changed nothing', () => {
    const { total } = measure([
      promotion('a', 1),
      promotion('b', 3),
      promotion('c', 5, { kind: 'rollback', before: image('a'), after: image('x') }),
      promotion('d', 7, { state: 'failed', events: [] }),
    ]);
    expect(total.changeFailureRate).toMatchObject({ promotions: ['a', 'b'], failed: [] });
  });

  it('leaves a failure that is not mended out of the time to restore', () => {
    const { total } = measure([promotion('a', 1, { state: 'failed' })]);
    expect(total.changeFailureRate).toMatchObject({ value: 1, failed: ['a'] });
    expect(total.timeToRestore).toEqual({ promotions: [] });
  });

  it('tells components and teams apart', () => {
    const other = { component: 'component:default/search', owner: 'group:default/other' };
    const { components, teams } = measure([promotion('a', 1), promotion('b', 2, other)]);
    expect(components.map(({ component, flow }) => [component, flow.leadTime.promotions])).toEqual([
      ['component:default/cart', ['a']],
      ['component:default/search', ['b']],
    ]);
    expect(teams.map(({ owner }) => owner)).toEqual(['group:default/other', 'group:default/team']);
  });

  it('counts what ended in the window only', () => {
    const going = promotion('b', 2, { finishedAt: undefined });
    const { total } = measure([promotion('a', 47.5), going]);
    expect(total.deploymentFrequency.count).toBe(0);
  });
});

describe('firstSeen', () => {
  const release = (tag: string, since: number, digest?: string): Release => ({
    ...{ id: 'r', component: 'c', environment: 'dev', replicas: 1, via: 'seen' },
    ...{ image: { ...image(tag), digest }, since, isGood: true, isCurrent: false },
  });
  const digest = (letter: string) => `sha256:${letter.repeat(64)}`;

  it('is the first time that the very image was there, by its digest where that is known', () => {
    const change = promotion('2', 1, { after: { ...image('2'), digest: digest('a') } });
    const releases = [
      release('2', 100, digest('b')),
      release('2', 300, digest('a')),
      release('2', 200, digest('a')),
      release('1', 50),
    ];
    expect(firstSeen(releases, change)).toBe(200);
    expect(firstSeen([release('1', 50)], change)).toBeUndefined();
  });
});
