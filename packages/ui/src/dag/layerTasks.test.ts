import { layerTasks } from './layerTasks';

const edges = (...pairs: string[]) =>
  pairs.map(pair => {
    const [from = '', to = ''] = pair.split('>');
    return { from, to };
  });

const layersOf = (ids: string, ...pairs: string[]) =>
  Object.fromEntries(layerTasks(ids.split(''), edges(...pairs)));

describe('layerTasks', () => {
  it('puts what waits for nothing first', () => {
    expect(layersOf('ab')).toEqual({ a: 0, b: 0 });
  });

  it('puts a task behind the deepest of those it waits for', () => {
    expect(layersOf('abcd', 'a>b', 'b>c', 'a>c', 'c>d')).toEqual({ a: 0, b: 1, c: 2, d: 3 });
  });

  it('fans out and in', () => {
    expect(layersOf('abcd', 'a>b', 'a>c', 'b>d', 'c>d')).toEqual({ a: 0, b: 1, c: 1, d: 2 });
  });

  it('does not mind the order in which tasks are given', () => {
    expect(layersOf('cba', 'a>b', 'b>c')).toEqual({ a: 0, b: 1, c: 2 });
  });

  it('leaves out edges to what is not there, and ends on a circle', () => {
    expect(layersOf('a', 'x>a', 'a>y')).toEqual({ a: 0 });
    expect(Object.keys(layersOf('ab', 'a>b', 'b>a')).sort()).toEqual(['a', 'b']);
  });
});
