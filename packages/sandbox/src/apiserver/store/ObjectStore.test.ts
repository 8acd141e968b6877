import type { KubeObject } from '@kubemate/kube-common';
import { ObjectStore } from './ObjectStore';
import type { StoreEvent } from './EventLog';

function object(name: string, data = ''): KubeObject {
  const metadata = { name, uid: name, resourceVersion: '', creationTimestamp: '' };
  return { apiVersion: 'v1', kind: 'Thing', metadata, data };
}

function newStore(limits: { parsedObjects?: number; eventsPerResource?: number } = {}) {
  const store = new ObjectStore({ parsedObjects: 100, eventsPerResource: 100, ...limits });
  return { store, things: store.collection('things') };
}

describe('ObjectStore', () => {
  it('numbers every write and tells what was there before', () => {
    const { store, things } = newStore();
    const events: StoreEvent[] = [];
    things.subscribe(event => events.push(event));
    const first = store.put(things, object('a'));
    store.put(things, object('a', 'changed'));
    store.remove(things, things.get('a') ?? first);
    expect(events.map(({ type }) => type)).toEqual(['ADDED', 'MODIFIED', 'DELETED']);
    const revisions = events.map(({ revision }) => revision);
    expect(revisions).toEqual([first.revision, first.revision + 1, first.revision + 2]);
    expect(events[1]?.previous).toBe(first);
    expect(things.size).toBe(0);
  });

  it('delivers events in order even where a listener writes', () => {
    const { store, things } = newStore();
    const seen: string[] = [];
    things.subscribe(({ entry }) => {
      if (entry.name === 'a') store.put(things, object('b'));
    });
    things.subscribe(({ entry }) => seen.push(entry.name));
    store.put(things, object('a'));
    expect(seen).toEqual(['a', 'b']);
  });

  it('keeps objects whole when they leave the parsed set', () => {
    const { store, things } = newStore({ parsedObjects: 4 });
    for (let index = 0; index < 50; index++) store.put(things, object(`o-${index}`, `d${index}`));
    expect(things.get('o-3')?.object()).toMatchObject({
      apiVersion: 'v1',
      kind: 'Thing',
      data: 'd3',
    });
    expect(JSON.parse(`{${things.get('o-7')?.body()}`)).toMatchObject({ data: 'd7' });
  });

  it('no longer knows events beyond its limit', () => {
    const { store, things } = newStore({ eventsPerResource: 4 });
    const start = store.revision;
    for (let index = 0; index < 20; index++) store.put(things, object(`o-${index}`));
    expect(things.log.since(start)).toBeUndefined();
    expect(things.log.since(store.revision - 2)).toHaveLength(2);
    expect(things.log.since(store.revision)).toEqual([]);
  });
});
