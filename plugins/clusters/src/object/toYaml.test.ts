import { toYaml } from './toYaml';

const object = {
  status: { phase: 'Running' },
  kind: 'Pod',
  spec: { containers: [{ name: 'web', args: ['--on', 'yes'] }] },
  apiVersion: 'v1',
  metadata: { name: 'a', managedFields: [{ manager: 'kubectl' }] },
};

describe('toYaml', () => {
  it('writes the parts in the usual order without managed fields', () => {
    expect(toYaml(object, { managedFields: false })).toBe(
      [
        'apiVersion: v1',
        'kind: Pod',
        'metadata:',
        '  name: a',
        'spec:',
        '  containers:',
        '    - name: web',
        '      args:',
        '        - --on',
        '        - yes',
        'status:',
        '  phase: Running',
        '',
      ].join('\n'),
    );
  });

  it('adds managed fields on request', () => {
    expect(toYaml(object, { managedFields: true })).toContain('manager: kubectl');
  });
});
