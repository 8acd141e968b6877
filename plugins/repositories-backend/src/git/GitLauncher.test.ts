import { execFileSync, fork } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gitText, runGit } from './Git';
import { GitLauncher } from './GitLauncher';

jest.setTimeout(60_000);

let folder: string;
/** Nobody writes to it: git that reads it waits. */
let silence: string;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'kubemate-launcher-'));
  silence = path.join(folder, 'silence');
  execFileSync('mkfifo', [silence]);
  await runGit(['init', '--quiet', '--bare', '--template=', folder]);
});
afterAll(() => {
  // Git that a test has left to itself reads to the end.
  closeSync(openSync(silence, 'r+'));
  rmSync(folder, { recursive: true, force: true });
});

const never = () => new AbortController().signal;
const env = { PATH: process.env.PATH };
const call = (...args: string[]) => ({ args, env, maxBytes: 1000, signal: never() });

async function until(isSo: () => boolean) {
  while (!isSo()) await new Promise(resolve => setTimeout(resolve, 20));
}

function isThere(pid: number) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('git is run', () => {
  it('with what it is given, and answers in bytes', async () => {
    const bytes = Buffer.from([0, 255, 10, 13, 128]);
    const id = await gitText(['hash-object', '-w', '--stdin'], {
      repository: folder,
      input: bytes,
    });
    const { output } = await runGit(['cat-file', 'blob', id], { repository: folder });
    expect([...output]).toEqual([...bytes]);
  });

  it('many at once, each with its own answer', async () => {
    const texts = Array.from({ length: 30 }, (_, index) => `text ${index}`);
    const ids = await Promise.all(
      texts.map(input => gitText(['hash-object', '-w', '--stdin'], { repository: folder, input })),
    );
    expect(new Set(ids).size).toBe(30);
    const read = ids.map(id => gitText(['cat-file', 'blob', id], { repository: folder }));
    expect(await Promise.all(read)).toEqual(texts);
  });

  it('with nothing of the portal’s environment', async () => {
    process.env.GIT_DIR = '/somewhere';
    try {
      const { output } = await runGit(['-c', 'alias.env=!env', 'env']);
      expect(output.toString()).toContain('HOME=/nonexistent');
      expect(output.toString()).not.toContain('/somewhere');
    } finally {
      delete process.env.GIT_DIR;
    }
  });

  it('and fails with what it said, or answers where its code is an answer', async () => {
    const ask = ['rev-parse', '--verify', 'refs/heads/none'];
    await expect(runGit(ask, { repository: folder })).rejects.toMatchObject({
      name: 'GitError',
      message: expect.stringContaining('Needed a single revision'),
    });
    expect(await runGit(ask, { repository: folder, accept: [128] })).toMatchObject({ code: 128 });
  });

  it('and is cut where it answers more than is wanted', async () => {
    const input = 'x'.repeat(100_000);
    const id = await gitText(['hash-object', '-w', '--stdin'], { repository: folder, input });
    const answer = await runGit(['cat-file', 'blob', id], { repository: folder, maxBytes: 10 });
    expect(answer).toMatchObject({ code: 0, isCut: true });
    expect(answer.output.toString()).toBe('xxxxxxxxxx');
  });

  it('and ends with the signal of who asked', async () => {
    const asked = new AbortController();
    const running = runGit(['hash-object', silence], { signal: asked.signal });
    const stop = async () => {
      await gitText(['--version']);
      asked.abort(new Error('enough'));
    };
    await Promise.all([expect(running).rejects.toThrow('enough'), stop()]);
  });

  it('and says where there is no git', async () => {
    const { PATH } = process.env;
    process.env.PATH = folder;
    try {
      await expect(runGit(['--version'])).rejects.toMatchObject({
        name: 'ServiceUnavailableError',
        message: 'There is no git on the portal’s machine',
      });
    } finally {
      process.env.PATH = PATH;
    }
  });
});

describe('the process that starts git', () => {
  it('is kept from call to call, and ended when nobody calls', async () => {
    const launcher = new GitLauncher({ idleMs: 300 });
    await launcher.run(call('--version'));
    const { pid = 0 } = launcher;
    await launcher.run(call('--version'));
    expect(launcher.pid).toBe(pid);
    await until(() => !isThere(pid));
    expect(launcher.pid).toBeUndefined();
    const { output } = await launcher.run(call('--version'));
    expect(output.toString()).toMatch(/^git version/);
  });

  it('is started anew after it was killed; who waited for it is told', async () => {
    const launcher = new GitLauncher({ idleMs: 1000 });
    const waiting = launcher.run(call('hash-object', silence));
    process.kill(launcher.pid ?? 0, 'SIGKILL');
    await expect(waiting).rejects.toMatchObject({ name: 'ServiceUnavailableError' });
    expect(await launcher.run(call('--version'))).toMatchObject({ code: 0 });
  });

  it('is started anew while those who waited for a killed one are told', async () => {
    const launcher = new GitLauncher({ idleMs: 1000 });
    const waiting = launcher.run(call('hash-object', silence));
    const { pid = 0 } = launcher;
    process.kill(pid, 'SIGKILL');
    // Node may not know yet that it is gone: whoever calls then is told so, or served by another.
    const calls = Array.from({ length: 20 }, () => launcher.run(call('--version')));
    await expect(waiting).rejects.toMatchObject({ name: 'ServiceUnavailableError' });
    for (const each of await Promise.allSettled(calls))
      expect(each).toMatchObject(
        each.status === 'fulfilled'
          ? { value: { code: 0 } }
          : { reason: { name: 'ServiceUnavailableError' } },
      );
    expect(await launcher.run(call('--version'))).toMatchObject({ code: 0 });
    expect(launcher.pid).not.toBe(pid);
  });

  it('is gone when the launcher is closed, unless somebody waits for it', async () => {
    const launcher = new GitLauncher();
    await launcher.close();
    await launcher.run(call('--version'));
    const { pid = 0 } = launcher;
    const asked = new AbortController();
    const waiting = launcher.run({ ...call('hash-object', silence), signal: asked.signal });
    await launcher.close();
    expect(isThere(pid)).toBe(true);
    asked.abort();
    await waiting;
    await launcher.close();
    expect(isThere(pid)).toBe(false);
    expect(await launcher.run(call('--version'))).toMatchObject({ code: 0 });
    await launcher.close();
  });

  it('lets git end what it has begun where the portal is gone', async () => {
    const [marker, script] = [path.join(folder, 'written'), path.join(folder, 'slow.sh')];
    writeFileSync(script, `sleep 1; touch ${marker}`);
    const child = fork(path.resolve(__dirname, '../../launcher/gitLauncher.cjs'), {
      ...{ serialization: 'advanced', stdio: ['ignore', 'ignore', 'ignore', 'ipc'] },
    });
    const { args, maxBytes } = call('-c', `alias.slow=!sh ${script}`, 'slow');
    await new Promise(resolve => child.send({ id: 1, args, env, maxBytes }, resolve));
    child.disconnect();
    await until(() => existsSync(marker));
    await until(() => child.exitCode === 0);
  });
});
