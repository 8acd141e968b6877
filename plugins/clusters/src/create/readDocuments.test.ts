import { inOrder, readDocuments } from './readDocuments';

const text = `# a comment
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
---
apiVersion: v1
kind: Namespace
metadata: { name: shop }
---
---
apiVersion: v1
kind: ConfigMap
metadata: { name: a, namespace: other }
`;

describe('readDocuments', () => {
  it('reads each, with the namespace that is chosen where it names none', () => {
    expect(
      readDocuments(text, 'shop').map(({ kind, namespace, name }) => [kind, namespace, name]),
    ).toEqual([
      ['Deployment', 'shop', 'web'],
      ['Namespace', 'shop', 'shop'],
      ['ConfigMap', 'other', 'a'],
    ]);
  });

  it.each([
    ['a: [', 'broken'],
    ['a: 1', 'noKind'],
    ['apiVersion: v1\nkind: Pod\nmetadata: {}', 'noName'],
    ['just text', 'noKind'],
  ])('says what is wrong with %j', (broken, code) => {
    expect(readDocuments(broken, '')[0]?.problem?.code).toBe(code);
  });

  it('has nothing of an empty text', () => {
    expect(readDocuments('', '')).toEqual([]);
    expect(readDocuments('---\n# nothing\n', '')).toEqual([]);
  });

  it('puts first what others need', () => {
    expect(inOrder(readDocuments(text, 'shop')).map(({ kind }) => kind)).toEqual([
      'Namespace',
      'ConfigMap',
      'Deployment',
    ]);
  });
});
