import { addDebugContainer } from '../exec/addDebugContainer';
import type { ExecEnd, ExecRequest, ExecSession } from '../exec/ExecSession';
import type { KubeService, Viewer } from '../KubeService';

/** A pod with a container that runs {@link runProgram}, and people with and without rights on it. */
export interface ExecBench {
  readonly kube: KubeService;
  readonly at: Pick<ExecRequest, 'cluster' | 'namespace' | 'pod' | 'container'>;
  /** May create `pods/exec` and `pods/attach`. */
  readonly operator: Viewer;
  /** May read pods and no more. */
  readonly reader: Viewer;
  /** Takes the operator's right away. */
  revoke(): Promise<void>;
}

/** Everything a session writes, and how it ended. */
export async function readSession(
  session: ExecSession,
): Promise<{ stdout: string; stderr: string; end: ExecEnd }> {
  const text = { stdout: '', stderr: '' };
  for await (const { channel, data } of session.output) text[channel] += Buffer.from(data);
  return { ...text, end: await session.ended };
}

function open(
  { kube, at, operator }: ExecBench,
  overrides: Partial<ExecRequest>,
  viewer: Viewer = operator,
): Promise<ExecSession> {
  const request = { ...at, command: ['upper'], tty: false, stdin: true, ...overrides };
  return kube.exec(request, viewer, { signal: new AbortController().signal });
}

/** Reads until the text has come. */
async function until(session: ExecSession, text: string): Promise<string> {
  let seen = '';
  const reader = session.output[Symbol.asyncIterator]();
  while (!seen.includes(text)) {
    const { value, done } = await reader.next();
    if (done) throw new Error(`ended before "${text}": ${seen}`);
    seen += Buffer.from(value.data);
  }
  return seen;
}

/** What exec must do on any API server. The last one takes the operator's right away. */
export const execChecks: Readonly<Record<string, (bench: ExecBench) => Promise<void>>> = {
  'carries input, both outputs, the end of input and the exit code': async bench => {
    const session = await open(bench, {});
    await session.write(Buffer.from('hello '));
    await session.write(Buffer.from('world'));
    session.endInput();
    expect(await readSession(session)).toEqual({
      stdout: 'HELLO WORLD',
      stderr: 'ready\n',
      end: { type: 'exited', exitCode: 0 },
    });
  },

  'tells an exit code that is not zero': async bench => {
    const session = await open(bench, { command: ['exit', '7'], stdin: false });
    expect((await readSession(session)).end).toEqual({ type: 'exited', exitCode: 7 });
  },

  'gives the reason for a program that does not start': async bench => {
    const session = await open(bench, { command: ['nothing-there'], stdin: false });
    expect((await readSession(session)).end).toEqual({
      type: 'failed',
      reason: expect.stringContaining('executable file not found'),
    });
  },

  'sends the sizes of a terminal': async bench => {
    const session = await open(bench, { command: ['sizes'], tty: true });
    session.resize({ columns: 132, rows: 43 });
    expect(await until(session, '\n')).toBe('132x43\n');
    session.close();
    expect(await session.ended).toEqual({ type: 'closed' });
  },

  'attaches to the process that runs': async bench => {
    const session = await open(bench, { command: 'attach', tty: true });
    await session.write(Buffer.from('hi'));
    expect(await until(session, 'HI')).toContain('HI');
    session.close();
  },

  'refuses in the API server’s words': async bench => {
    const { at, reader } = bench;
    await expect(open(bench, {}, reader)).rejects.toMatchObject({
      name: 'NotAllowedError',
      message: expect.stringMatching(/cannot (create|get) resource "pods\/exec"/),
    });
    await expect(open(bench, { pod: 'nobody' })).rejects.toMatchObject({ name: 'NotFoundError' });
    await expect(open(bench, { container: 'nobody' })).rejects.toMatchObject({
      name: 'InputError',
      message: expect.stringContaining(`container nobody is not valid for pod ${at.pod}`),
    });
    await expect(open(bench, { pod: '../x' })).rejects.toMatchObject({ name: 'InputError' });
  },

  'adds a debug container and runs commands in it': async bench => {
    const { kube, at, operator, reader } = bench;
    const { container: target, ...pod } = at;
    const request = { ...pod, target, image: 'busybox:1.36', profile: 'restricted' } as const;
    const context = { kube, viewer: operator };
    await expect(addDebugContainer(request, { ...context, viewer: reader })).rejects.toMatchObject({
      name: 'NotAllowedError',
    });
    const { name } = await addDebugContainer(request, context);
    const ref = { cluster: at.cluster, namespace: at.namespace, name: at.pod };
    const object = await kube.get(
      { ...ref, resource: { group: '', version: 'v1', plural: 'pods' } },
      operator,
    );
    expect(object.spec).toMatchObject({
      ephemeralContainers: [
        {
          name,
          image: 'busybox:1.36',
          targetContainerName: target,
          stdin: true,
          tty: true,
          securityContext: { runAsNonRoot: true, capabilities: { drop: ['ALL'] } },
        },
      ],
    });
    const session = await open(bench, { container: name, command: ['exit', '0'], stdin: false });
    expect((await readSession(session)).end).toEqual({ type: 'exited', exitCode: 0 });
  },

  'ends within 30 s of the right being taken, with the reason': async bench => {
    const { revoke, at } = bench;
    const session = await open(bench, { tty: true });
    await session.write(Buffer.from('hi'));
    await until(session, 'HI');
    const before = Date.now();
    await revoke();
    expect(await session.ended).toEqual({
      type: 'revoked',
      reason: `you may no longer create pods/exec in namespace ${at.namespace}`,
    });
    expect(Date.now() - before).toBeLessThan(30_000);
  },
};
