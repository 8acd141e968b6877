import { headingId, headingsOf } from './headings';

describe('headingsOf', () => {
  it('finds headings with their level, as they are read', () => {
    expect(headingsOf('# The *cart*\n\ntext\n\n## Run `make` and [see](x.md) ##\n')).toEqual([
      { level: 1, text: 'The cart', id: 'the-cart', line: 1 },
      { level: 2, text: 'Run make and see', id: 'run-make-and-see', line: 5 },
    ]);
  });

  it('leaves out what stands in code', () => {
    const text = '```sh\n# not a heading\n~~~\n# neither\n```\n# A heading\n~~~~\n# no\n~~~~\n';
    expect(headingsOf(text).map(each => each.text)).toEqual(['A heading']);
  });

  it('counts those of the same words', () => {
    expect(headingsOf('# A\n## A\n## A\n').map(({ id }) => id)).toEqual(['a', 'a-1', 'a-2']);
  });
});

describe('headingId', () => {
  it.each([
    ['What to do, when?', 'what-to-do-when'],
    ['kube_config & co', 'kube_config-co'],
    ['扩容 步骤', '扩容-步骤'],
  ])('of %s is %s', (text, id) => {
    expect(headingId(text)).toBe(id);
  });
});
