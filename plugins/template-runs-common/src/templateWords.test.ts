import { formInWords, outputInWords, textsOf, wordsOf } from './templateWords';

const say = wordsOf(
  {
    translations: {
      zh: {
        ...{
          Owner: '负责人',
          Small: '小',
          'Add `${{ steps.publish.output.url }}`.': '请添加 `${{ steps.publish.output.url }}`。',
        },
        ...{
          '${{ parameters.a }} to ${{ parameters.b }} (1.0)':
            '${{ parameters.b }} ← ${{ parameters.a }}',
        },
      },
    },
  },
  'zh',
);

it.each([
  ['Owner', '负责人'],
  ['Owner\n', '负责人'],
  ['Another', 'Another'],
  ['toString', 'toString'],
  ['Add `https://git/a`.\n', '请添加 `https://git/a`。'],
  ['x to y (1.0)', 'y ← x'],
  ['x to y (1a0)', 'x to y (1a0)'],
  ['$& to $1 (1.0)', '$1 ← $&'],
])('says %j as %j', (text, said) => {
  expect(say(text)).toBe(said);
});

it.each([undefined, {}, { translations: 'no' }, { translations: { zh: [] } }])(
  'says a text as it is where there are no words: %j',
  metadata => expect(wordsOf(metadata, 'zh')('Owner')).toBe('Owner'),
);

const FORM = {
  title: 'Owner',
  properties: {
    // A field may be called like what describes one.
    title: { title: 'Owner', 'ui:help': 'Owner', pattern: 'Owner', default: 'Owner' },
    default: { description: 'Owner', enum: ['Small', 'Owner'], enumNames: ['Small', 'Large'] },
    other: { 'ui:options': { placeholder: 'Owner', clusterField: 'Owner' }, const: 'Owner' },
  },
};

it('says the texts of a form, and leaves its values as they are', () => {
  expect(formInWords(FORM, say)).toEqual({
    title: '负责人',
    properties: {
      title: { title: '负责人', 'ui:help': '负责人', pattern: 'Owner', default: 'Owner' },
      default: { description: '负责人', enum: ['Small', 'Owner'], enumNames: ['小', 'Large'] },
      other: { 'ui:options': { placeholder: '负责人', clusterField: 'Owner' }, const: 'Owner' },
    },
  });
});

it('says titles and texts of what a run gives out, and no address', () => {
  const output = {
    links: [{ title: 'Owner', url: 'Owner' }],
    text: [{ content: 'Owner' }],
    run: 'Owner',
  };
  expect(outputInWords(output, say)).toEqual({
    links: [{ title: '负责人', url: 'Owner' }],
    text: [{ content: '负责人' }],
    run: 'Owner',
  });
  expect(outputInWords(undefined, say)).toBeUndefined();
});

it('tells each text that a template says, once', () => {
  const template = {
    metadata: { title: 'A', description: 'What it makes' },
    spec: {
      type: 'service',
      parameters: [FORM],
      steps: [{ name: 'Write' }, {}],
      output: { links: [{ title: 'Owner', url: '/x' }], text: [{ content: 'Next\n' }] },
    },
  };
  expect(textsOf(template)).toEqual([
    ...['A', 'What it makes', 'service', 'Owner', 'Small', 'Large', 'Write', 'Next'],
  ]);
});

it('finds what the versions of a template brought', () => {
  const annotations = {
    'kubemate.io/template-versions': '1.1.0 Has metrics\n1.0.0 The first\n0.9.0\n',
  };
  expect(textsOf({ metadata: { annotations }, spec: {} })).toEqual(['Has metrics', 'The first']);
});
