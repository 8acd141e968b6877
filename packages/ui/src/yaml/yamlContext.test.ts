import { yamlContext } from './yamlContext';

/** Reads the context at the `|` of a document. */
function at(text: string) {
  const before = text.slice(0, text.indexOf('|'));
  const lines = before.split('\n');
  return yamlContext(lines, (lines.at(-1) ?? '').length);
}

describe('yamlContext', () => {
  it.each([
    ['|', [], ''],
    ['apiVersion: v1\nki|', [], 'ki'],
    ['spec:\n  rep|', ['spec'], 'rep'],
    [
      'spec:\n  template:\n    spec:\n      containers:\n        - na|',
      ['spec', 'template', 'spec', 'containers', '*'],
      'na',
    ],
    ['spec:\n  containers:\n  - name: a\n    im|', ['spec', 'containers', '*'], 'im'],
    [
      'spec:\n  containers:\n    - name: a\n      ports:\n        - containerPort: 80\n      im|',
      ['spec', 'containers', '*'],
      'im',
    ],
    [
      'spec:\n  containers:\n  - name: a\n    env:\n    - name: X\n      val|',
      ['spec', 'containers', '*', 'env', '*'],
      'val',
    ],
    ['metadata:\n  name: a\nspec:\n  replicas: 1\n  st|', ['spec'], 'st'],
    ['spec:\n\n  # a comment\n  se|', ['spec'], 'se'],
  ])('%j is in %j', (text, path, word) => {
    expect(at(text)).toMatchObject({ path, word });
    expect(at(text)?.key).toBeUndefined();
  });

  it('knows the keys that are there already', () => {
    expect([...(at('spec:\n  replicas: 1\n  paused: true\n  |')?.siblings ?? [])].sort()).toEqual([
      'paused',
      'replicas',
    ]);
  });

  it('tells the value of a key from a key', () => {
    expect(at('spec:\n  strategy:\n    type: Rec|')).toMatchObject({
      path: ['spec', 'strategy'],
      key: 'type',
      word: 'Rec',
    });
  });

  it('says nothing inside a comment or behind a value', () => {
    expect(at('spec: # rep|')).toBeUndefined();
    expect(at('command: [sleep, |')).toBeUndefined();
  });
});
