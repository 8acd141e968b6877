import type { Pod } from '../../simulation/objects/pod';
import { CONFIG_MAPS, PODS } from '../../simulation/objects/resources';
import { startTestCluster, type TestCluster } from '../../testUtils/startTestCluster';
import { execHook } from './execHook';

describe('the shell in a sandbox container', () => {
  let test: TestCluster;
  let pod: Pod;
  beforeEach(() => {
    test = startTestCluster();
    test.cluster.create(CONFIG_MAPS, {
      metadata: { name: 'settings', namespace: 'default' },
      data: { LEVEL: 'info' },
    });
    pod = test.cluster.create(PODS, {
      metadata: { name: 'web', namespace: 'default' },
      spec: {
        containers: [
          {
            name: 'main',
            image: 'test/app:1',
            envFrom: [{ configMapRef: { name: 'settings' } }],
            env: [
              { name: 'MODE', value: 'on' },
              { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } },
            ],
            volumeMounts: [{ name: 'c', mountPath: '/etc/app' }],
          },
        ],
        volumes: [{ name: 'c', configMap: { name: 'settings' } }],
      },
    });
  });
  afterEach(() => test.close());

  async function exec(command: readonly string[], typed: readonly string[] = [], tty = false) {
    let output = '';
    let error = '';
    const { signal } = new AbortController();
    async function* stdin() {
      for (const text of typed) yield Buffer.from(text);
    }
    const code = await execHook(test.cluster)(
      { pod, container: 'main', command, tty, stdin: typed.length > 0, signal },
      {
        stdin: stdin(),
        stdout: data => (output += String(data)),
        stderr: data => (error += String(data)),
        onResize: () => {},
      },
    );
    return { code, output, error };
  }

  it('runs a command and answers with its status', async () => {
    expect(await exec(['hostname'])).toEqual({ code: 0, output: 'web\n', error: '' });
    expect(await exec(['sh', '-c', 'printenv MODE; printenv LEVEL'])).toMatchObject({
      output: 'on\ninfo\n',
    });
    expect(await exec(['cat', '/etc/app/LEVEL'])).toMatchObject({ code: 0, output: 'info' });
    expect(await exec(['cat', '/nope'])).toEqual({
      code: 1,
      output: '',
      error: 'cat: /nope: No such file or directory\n',
    });
    expect(await exec(['rm', '-rf', '/'])).toEqual({
      code: 127,
      output: '',
      error: 'sh: rm: not found\n',
    });
    expect(await exec(['sh', '-c', 'false && echo no; echo $MODE; exit 3'])).toMatchObject({
      code: 3,
      output: 'on\n',
    });
  });

  it('never shows what is in a secret', async () => {
    const { output } = await exec(['env']);
    expect(output).toContain('PASSWORD=(a secret, not shown in the sandbox)');
  });

  it('is a terminal: it echoes, understands backspace, and ends with Ctrl-D or exit', async () => {
    const typed = await exec(['sh'], ['ech', 'p\u007fo hi\r', '\u0004', 'never'], true);
    expect(typed.code).toBe(0);
    expect(typed.output).toBe('web:/$ echp\b \bo hi\r\nhi\r\nweb:/$ ');
    expect(await exec(['/bin/bash'], ['exit 4\r', 'echo no\r'], true)).toMatchObject({ code: 4 });
  });
});
