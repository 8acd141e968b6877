import { parseSavedView, withNewName, withoutView, withView } from './savedViews';

const a = { name: 'a', query: 'resource=pods.v1' };
const b = { name: 'b', query: 'health=failed' };

describe('saved views', () => {
  it('adds at the end and replaces by name in place', () => {
    expect(withView([a], b)).toEqual([a, b]);
    expect(withView([a, b], { name: 'a', query: 'x' })).toEqual([{ name: 'a', query: 'x' }, b]);
  });

  it('removes by name', () => expect(withoutView([a, b], 'a')).toEqual([b]));

  it.each([
    ['in its place', { from: 'a', to: 'c' }, [{ ...a, name: 'c' }, b]],
    ['over another of that name', { from: 'b', to: 'a' }, [{ ...b, name: 'a' }]],
    ['to what it is called already', { from: 'a', to: 'a' }, [a, b]],
    ['not where there is none', { from: 'gone', to: 'a' }, [a, b]],
  ])('renames %s', (_, change, expected) => expect(withNewName([a, b], change)).toEqual(expected));

  it.each([null, {}, { name: '', query: '' }, { name: 'a' }])('drops %j', item =>
    expect(parseSavedView(item)).toBeUndefined(),
  );
});
