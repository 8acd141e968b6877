import { TEMPLATE_RECORD } from '@kubemate/plugin-repositories-common';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stringify } from 'yaml';
import { BareRepositories } from '../git/BareRepositories';
import { commitFiles } from '../git/commitFiles';
import { gitText, runGit } from '../git/Git';
import { filesWithMarkers } from '../git/mergeBranches';
import { listEntries } from '../git/Snapshot';
import { compareFiles, presentFiles } from './describeTemplated';
import { commitRendered, mergeTemplate } from './mergeTemplate';
import { readRecord } from './readRecord';
import { keepBase } from './templateBase';

jest.setTimeout(60_000);

const PLACE = { owner: 'shop-team', name: 'cart' };
const BY = { name: 'dana', email: 'dana@users.kubemate.invalid' };
const LABELS = { ours: 'main', theirs: 'node-service 1.1.0' };

let home: string;
let folder: string;
let bare: BareRepositories;
beforeEach(async () => {
  home = mkdtempSync(path.join(tmpdir(), 'merge-template-'));
  bare = new BareRepositories({ folder: home, maxPushBytes: 1_000_000 });
  await bare.create(PLACE, { defaultBranch: 'main' });
  folder = await bare.open(PLACE);
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

type Texts = Readonly<Record<string, string>>;

const idOf = (text: string) =>
  createHash('sha1')
    .update(`blob ${Buffer.byteLength(text)}\0${text}`)
    .digest('hex');

/** What a template writes, with the record of it. */
function written(version: string, texts: Texts): Record<string, string> {
  const files = Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, idOf(text)]));
  const record = { template: 'template:default/node-service', version, values: { a: 1 }, files };
  return { ...texts, [TEMPLATE_RECORD]: stringify(record) };
}

const rendered = (texts: Texts) =>
  new Map(
    Object.entries(texts).map(([name, text]) => [
      name,
      { content: Buffer.from(text), executable: false },
    ]),
  );

async function commit(
  files: Readonly<Record<string, string | null>>,
  { head, branch = 'main' }: { head?: string; branch?: string } = {},
) {
  return commitFiles(folder, {
    ...{ branch, head: branch === 'main' ? head : undefined, parent: head },
    ...{ message: 'Change', files, author: BY, at: 1_000 },
  });
}

async function found(head: string) {
  const read = await readRecord(folder, head);
  if (read.kind !== 'found') throw new Error(JSON.stringify(read));
  return read;
}

/** Lines far enough apart for git to see two changes in them. */
const text = (top: string, bottom: string) => `${top}\n${'same\n'.repeat(8)}${bottom}\n`;

const V1 = written('1.0.0', {
  'both.txt': text('a', 'b'),
  'clash.txt': 'one\n',
  'gone-here.txt': 'one\n',
  'gone-there.txt': 'one\n',
  'gone-there-too.txt': 'one\n',
  'same.txt': 'one\n',
});
const V2 = written('1.1.0', {
  'both.txt': text('a', 'new b'),
  'clash.txt': 'theirs\n',
  'gone-here.txt': 'changed there\n',
  'same.txt': 'one\n',
  'added.txt': 'new\n',
});

async function changedByHand() {
  const first = await commit(V1);
  const base = await keepBase(folder, await found(first));
  const ours = await commit(
    {
      'both.txt': text('my a', 'b'),
      'clash.txt': 'mine\n',
      'gone-here.txt': null,
      'gone-there.txt': 'mine\n',
      'mine.txt': 'mine\n',
    },
    { head: first },
  );
  return { base: String(base), ours };
}

it('merges both changes, marks where they clash, and says by what', async () => {
  const { base, ours } = await changedByHand();
  const theirs = await commitRendered(folder, rendered(V2));
  const { files, conflicts } = await mergeTemplate(folder, { base, ours, theirs, labels: LABELS });
  const contents = Object.fromEntries(
    Object.entries(files).map(([name, file]) => [
      name,
      typeof file === 'object' ? (file?.content ?? null) : file,
    ]),
  );
  expect(contents).toEqual({
    'both.txt': text('my a', 'new b'),
    'clash.txt': '<<<<<<< main\nmine\n=======\ntheirs\n>>>>>>> node-service 1.1.0\n',
    'gone-here.txt': 'changed there\n',
    'gone-there-too.txt': null,
    'added.txt': 'new\n',
    [TEMPLATE_RECORD]: V2[TEMPLATE_RECORD],
  });
  expect([...conflicts].sort((a, b) => a.path.localeCompare(b.path))).toEqual([
    { path: 'clash.txt', kind: 'content' },
    { path: 'gone-here.txt', kind: 'deleted-here' },
    { path: 'gone-there.txt', kind: 'deleted-by-template' },
  ]);
  const merged = await commit(files as Record<string, string>, { head: ours, branch: 'upgrade' });
  expect(await filesWithMarkers(folder, { base: ours, head: merged })).toEqual(['clash.txt']);
  // What is merged is the base of the next upgrade, and then there is nothing left to do.
  const next = await keepBase(folder, await found(merged));
  const again = { base: String(next), ours: merged, theirs, labels: LABELS };
  expect(await mergeTemplate(folder, again)).toEqual({ files: {}, conflicts: [] });
});

it('takes the record of the template, whatever somebody has written into theirs', async () => {
  const { base, ours } = await changedByHand();
  const edited = V1[TEMPLATE_RECORD]?.replace('a: 1', 'a: 2') ?? '';
  const head = await commit({ [TEMPLATE_RECORD]: edited }, { head: ours });
  const theirs = await commitRendered(folder, rendered(V2));
  const merge = { base, ours: head, theirs, labels: LABELS };
  const { files, conflicts } = await mergeTemplate(folder, merge);
  expect(files[TEMPLATE_RECORD]).toMatchObject({ content: V2[TEMPLATE_RECORD] });
  expect(conflicts.map(each => each.path)).not.toContain(TEMPLATE_RECORD);
  // The files that it names are still there, so its base is too.
  expect(await keepBase(folder, await found(head))).toBeDefined();
});

it('keeps what the template wrote even where history is written anew, and hides it from clones', async () => {
  const first = await commit(V1);
  const record = await found(first);
  const base = await keepBase(folder, record);
  expect(await keepBase(folder, record)).toBe(base);
  const squashed = await commit({ ...V1, 'clash.txt': 'mine\n' }, { branch: 'other' });
  await runGit(['update-ref', 'refs/heads/main', squashed], { repository: folder });
  await runGit(['update-ref', '-d', 'refs/heads/other'], { repository: folder });
  await runGit(['gc', '--quiet', '--prune=now'], { repository: folder });
  expect(await keepBase(folder, await found(squashed))).toBe(base);
  expect(await gitText(['show', `${base}:clash.txt`], { repository: folder })).toBe('one');
  const { stdout } = spawnSync('git', ['ls-remote', `file://${folder}`], { encoding: 'utf8' });
  expect(stdout).toContain('refs/heads/main');
  expect(stdout).not.toContain('kubemate');
});

it('makes up no base where a file that the record names is not there', async () => {
  const head = await commit({ [TEMPLATE_RECORD]: String(V1[TEMPLATE_RECORD]) });
  expect(await keepBase(folder, await found(head))).toBeUndefined();
});

it('tells what was changed by hand from what the template gives today', async () => {
  const { ours } = await changedByHand();
  const { entries } = await listEntries(folder, { commit: ours, path: '', recursive: true });
  const { record } = await found(ours);
  const today = rendered(V2);
  today.delete(TEMPLATE_RECORD);
  expect(compareFiles(record, presentFiles(entries), today)).toEqual([
    { path: 'added.txt', today: 'missing' },
    { path: 'both.txt', byHand: 'changed', today: 'differs' },
    { path: 'clash.txt', byHand: 'changed', today: 'differs' },
    { path: 'gone-here.txt', byHand: 'deleted', today: 'missing' },
    { path: 'gone-there-too.txt', today: 'dropped' },
    { path: 'gone-there.txt', byHand: 'changed', today: 'dropped' },
  ]);
});

it.each([
  ['a: &a [1]\nb: [*a, *a]', 'is no YAML'],
  ['template: 3', 'is not as the portal writes it'],
  [
    stringify({
      ...{ template: 'template:default/x', version: '1.0.0', values: {} },
      files: { '../../etc/passwd': 'a'.repeat(40) },
    }),
    'Invalid key in record',
  ],
  [
    stringify({
      ...{ template: 'template:default/x', version: '1.0.0', values: {} },
      files: { 'a\nM 100644 inline b': 'a'.repeat(40) },
    }),
    'Invalid key in record',
  ],
])('reads no record in %j', async (record, reason) => {
  const head = await commit({ [TEMPLATE_RECORD]: record });
  expect(await readRecord(folder, head)).toEqual({
    ...{ kind: 'unreadable', reason: expect.stringContaining(reason) },
  });
});
