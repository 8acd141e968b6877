import { manifestObjects, objectKey } from './manifestObjects';

const object = (kind: string, rest = '') => `---\n# Source: a.yaml
apiVersion: v1
kind: ${kind}
metadata: { name: ${kind.toLowerCase()} }
${rest}`;

describe('manifestObjects', () => {
  it('reads them in the order in which Helm makes them, and leaves empty documents out', () => {
    const manifest = [
      ...['Unheard', 'Deployment', 'ConfigMap', 'Namespace'].map(kind => object(kind)),
      '---\n# nothing here\n',
    ].join('\n');
    expect(manifestObjects(manifest).map(({ kind }) => kind)).toEqual([
      'Namespace',
      'ConfigMap',
      'Deployment',
      'Unheard',
    ]);
  });

  it('reads YAML as Helm does: octal modes, yes, no; no dates, no hours', () => {
    const spec = 'spec: { mode: 0644, on: yes, off: "yes", at: 12:30, day: 2026-01-01 }';
    expect(manifestObjects(object('Thing', spec))[0]).toMatchObject({
      spec: { mode: 420, true: true, false: 'yes', at: '12:30', day: '2026-01-01' },
    });
  });

  it.each([
    ['text', 'hello', 'Document 1 of the manifest is not an object'],
    ['a broken one', `${object('A')}\n---\na: [canary`, 'Document 2 of the manifest is not YAML'],
  ])('refuses %s without quoting it', (_, manifest, message) => {
    expect(() => manifestObjects(manifest)).toThrow(message);
    expect(() => manifestObjects(manifest)).not.toThrow('canary');
  });

  it('takes another version of an API for the same object', () => {
    const [first] = manifestObjects(object('Deployment').replace('v1', 'apps/v1beta1'));
    const [second] = manifestObjects(object('Deployment').replace('v1', 'apps/v1'));
    if (!first || !second) throw new Error('no objects');
    expect(objectKey(first, 'shop')).toBe(objectKey(second, 'shop'));
    expect(objectKey(first, 'shop')).not.toBe(objectKey(first, 'bank'));
  });
});
