import { mkdtempSync, rmSync } from 'node:fs';
import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readWorkspace } from './readWorkspace';

let outside: string;
let workspace: string;

beforeEach(async () => {
  outside = mkdtempSync(path.join(tmpdir(), 'workspace-'));
  workspace = path.join(outside, 'task');
  await mkdir(path.join(workspace, 'src/.git'), { recursive: true });
  await writeFile(path.join(outside, 'secret.yaml'), 'token: canary');
  await writeFile(path.join(workspace, 'src/b.yaml'), 'b');
  await writeFile(path.join(workspace, 'src/a.sh'), 'a');
  await chmod(path.join(workspace, 'src/a.sh'), 0o755);
  await writeFile(path.join(workspace, 'src/.git/config'), '');
});
afterEach(() => rmSync(outside, { recursive: true }));

const paths = async (from: string) => (await readWorkspace(workspace, from)).map(file => file.path);

it('reads the files of a folder in order, without .git, and says which run', async () => {
  expect(await paths('src')).toEqual(['a.sh', 'b.yaml']);
  expect(await paths('.')).toEqual(['src/a.sh', 'src/b.yaml']);
  expect(await paths('src/b.yaml')).toEqual(['b.yaml']);
  const files = await readWorkspace(workspace, 'src');
  expect(files.map(file => file.executable)).toEqual([true, false]);
});

it.each(['../secret.yaml', '..', '/etc/passwd', 'src/../../secret.yaml'])(
  'refuses %s, which is outside the workspace',
  async from => {
    await expect(readWorkspace(workspace, from)).rejects.toThrow('outside the workspace');
  },
);

it.each([
  ['to a file outside', '../secret.yaml'],
  ['to a folder outside', '..'],
  ['to a file inside', 'src/b.yaml'],
  ['to nothing', 'none'],
  ['to an absolute path', '/etc/passwd'],
])('refuses a symbolic link %s', async (_, target) => {
  await symlink(target, path.join(workspace, 'link.yaml'));
  await expect(readWorkspace(workspace, '.')).rejects.toThrow('not a plain file');
  await expect(readWorkspace(workspace, 'link.yaml')).rejects.toThrow();
});

it('refuses a file behind a folder that is a link', async () => {
  await symlink('..', path.join(workspace, 'up'));
  await expect(readWorkspace(workspace, 'up/secret.yaml')).rejects.toThrow();
  await symlink('src', path.join(workspace, 'same'));
  await expect(readWorkspace(workspace, 'same/b.yaml')).rejects.toThrow('not a plain file');
});
