import { parseSavedView, withoutView, withView } from './savedViews';

const a = { name: 'a', query: 'resource=pods.v1' };
const b = { name: 'b', query: 'health=failed' };

describe('saved views', () => {
  it('adds at the end and replaces by name in place', () => {
    expect(withView([a], b)).toEqual([a, b]);
    expect(withView([a, b], { name: 'a', query: 'x' })).toEqual([{ name: 'a', query: 'x' }, b]);
  });

  it('removes by name', () => expect(withoutView([a, b], 'a')).toEqual([b]));

  it.each([null, {}, { name: '', query: '' }, { name: 'a' }])('drops %j', item =>
    expect(parseSavedView(item)).toBeUndefined(),
  );
});
