import { parseTree, prune, shallow } from './treeQuery';

const bean = {
  _class: 'hudson.model.Hudson',
  mode: 'NORMAL',
  jobs: () => [
    { _class: 'Job', name: 'a', builds: [{ number: 3 }, { number: 2 }, { number: 1 }] },
    { _class: 'Job', name: 'b', builds: [], lastBuild: null },
  ],
};
const ask = (tree: string) => prune(bean, parseTree(tree));

describe('tree=', () => {
  it('gives what it names, the class always, and passes over what there is not', () => {
    expect(ask('jobs[name,colour]')).toEqual({
      _class: 'hudson.model.Hudson',
      jobs: [
        { _class: 'Job', name: 'a' },
        { _class: 'Job', name: 'b' },
      ],
    });
    expect(ask('jobs[lastBuild[number]]')).toMatchObject({ jobs: [{}, { lastBuild: null }] });
  });

  it.each([
    ['{0,2}', [3, 2]],
    ['{1,}', [2, 1]],
    ['{,1}', [3]],
    ['{2}', [1]],
    ['', [3, 2, 1]],
  ])('cuts a list by %s', (range, numbers) => {
    expect(ask(`jobs[builds[number]${range}]`)).toMatchObject({
      jobs: [{ builds: numbers.map(number => ({ number })) }, { builds: [] }],
    });
  });

  it.each(['jobs[', 'jobs[name', 'jobs]', ',', 'jobs[name]{0', '[name]'])(
    'refuses %s, as Jenkins does',
    tree => expect(() => parseTree(tree)).toThrow(SyntaxError),
  );

  it('is not needed for what is plain', () => {
    expect(shallow(bean)).toEqual({ _class: 'hudson.model.Hudson', mode: 'NORMAL' });
  });
});
