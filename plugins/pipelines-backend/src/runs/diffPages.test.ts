import type { Run, RunPage } from '@kubemate/plugin-pipelines-common';
import { diffPages } from './diffPages';

function page(...names: string[]): RunPage {
  return { items: names.map(name => run(name)), total: names.length, failures: [], asOf: 1 };
}

function run(text: string): Run {
  const [name = '', reason] = text.split('=');
  return {
    ref: { engine: 'tekton', place: 'dev', folder: 'shop', name },
    ...{ uid: name, phase: 'running', reason, trigger: { kind: 'unknown' }, createdAt: 0 },
    ...{ tasks: { total: 0, done: 0, failed: 0 }, isArchived: false },
  };
}

/** As the contract says: `removed`, then `inserted` in order, then `updated`. */
function apply(shown: RunPage, now: RunPage): readonly Run[] {
  const event = diffPages(shown, now);
  if (event === undefined) return shown.items;
  if (event.type === 'page') return event.page.items;
  const { removed, inserted, updated } = event.delta;
  const items = shown.items.filter(({ uid }) => !removed.includes(uid));
  for (const each of inserted) items.splice(each.index, 0, each.run);
  return items.map(item => updated.find(({ uid }) => uid === item.uid) ?? item);
}

describe('diffPages', () => {
  it.each([
    [page('a', 'b'), page('new', 'a', 'b')],
    [page('a', 'b', 'c'), page('c')],
    [page('a', 'b', 'c'), page('c', 'a', 'b')],
    [page('a', 'b', 'c'), page('x', 'c=Failed', 'y', 'a')],
    [page('a=Running', 'b'), page('a=Failed', 'b')],
    [page(), page('a')],
    [page('a'), page()],
  ])('turns one page into the other', (shown, now) => {
    expect(apply(shown, now)).toEqual(now.items);
  });

  it('says nothing where nothing changed but the time', () => {
    expect(diffPages(page('a'), { ...page('a'), asOf: 2 })).toBeUndefined();
  });

  it('sends the page where a cluster has gone away', () => {
    const failures = [{ place: 'prod', reason: 'timeout', state: 'unreachable' as const }];
    expect(diffPages(page('a'), { ...page('a'), failures })?.type).toBe('page');
  });
});
