import type { CommitFiles } from '@kubemate/plugin-repositories-common';
import { TEMPLATE_RECORD } from '@kubemate/plugin-repositories-common';
import { randomUUID } from 'node:crypto';
import { gitText, runGit } from '../git/Git';
import { findEntry, readBlob } from '../git/Snapshot';
import { toData } from '../git/commitFiles';

/** A file as a template writes it. */
export interface RenderedFile {
  readonly content: Buffer;
  readonly executable: boolean;
}

export type RenderedFiles = ReadonlyMap<string, RenderedFile>;

export interface TemplateConflict {
  readonly path: string;
  /**
   * - `content`: both changed the same lines; the file has both, marked.
   * - `deleted-here`: changed by the template, and gone from the repository; it is there again.
   * - `deleted-by-template`: changed by hand, and no longer written by the template; it stays.
   */
  readonly kind: 'content' | 'deleted-here' | 'deleted-by-template';
}

export interface TemplateMerge {
  /** What has to become of files of the repository. */
  readonly files: CommitFiles;
  readonly conflicts: readonly TemplateConflict[];
}

const IDENTITY = [
  ...['-c', 'user.name=Kubemate', '-c', 'user.email=templates@users.kubemate.invalid'],
];

/** A commit of what a template gives today, which no ref names. */
export async function commitRendered(repository: string, files: RenderedFiles): Promise<string> {
  const ref = `refs/kubemate/rendered/${randomUUID()}`;
  const parts = [
    Buffer.from(
      `commit ${ref}\ncommitter Kubemate <templates@users.kubemate.invalid> 0 +0000\ndata 0\n`,
    ),
    ...[...files].flatMap(([path, { content, executable }]) => [
      Buffer.from(`M ${executable ? '100755' : '100644'} inline ${path}\n`),
      ...toData(content),
    ]),
    Buffer.from('\n'),
  ];
  try {
    await runGit(['fast-import', '--quiet', '--force'], {
      repository,
      input: Buffer.concat(parts),
    });
    return await gitText(['rev-parse', '--verify', ref], { repository });
  } finally {
    await runGit(['update-ref', '-d', ref], { repository });
  }
}

/**
 * Brings what a template gives today into a branch: git's own three-way merge, with what the template wrote then as the base.
 * The histories have no part in it, so that a branch that was squashed or rebased merges the same.
 */
export async function mergeTemplate(
  repository: string,
  merge: {
    readonly base: string;
    readonly ours: string;
    readonly theirs: string;
    /** What conflict markers call the two sides. */
    readonly labels: TemplateMergeLabels;
  },
): Promise<TemplateMerge> {
  const { base, labels } = merge;
  const childOf = (commit: string) =>
    gitText([...IDENTITY, 'commit-tree', `${commit}^{tree}`, '-p', base, '-m', 'merge'], {
      repository,
    });
  const [ours, theirs] = [await childOf(merge.ours), await childOf(merge.theirs)];
  const { output } = await runGit(
    ['merge-tree', '--write-tree', '--no-messages', '-z', ours, theirs],
    { repository, accept: [1] },
  );
  const [tree = '', ...stages] = output.toString('utf8').split('\0').filter(Boolean);
  // The record is the template's own: whoever changed it by hand has changed the values that it was rendered with.
  const conflicts = conflictsOf(stages).filter(({ path }) => path !== TEMPLATE_RECORD);
  const marked = new Set(conflicts.map(({ path }) => path));
  const files: CommitFiles = {};
  for (const { path, object, executable } of await changesBetween(repository, {
    ...{ from: merge.ours, to: tree },
  })) {
    const content = object === undefined ? undefined : await readBlob(repository, object);
    const text = content && marked.has(path) ? renamed(content, { ours, theirs, labels }) : content;
    files[path] = text ? asCommitted(text, executable) : null;
  }
  const record = await findEntry(repository, { commit: merge.theirs, path: TEMPLATE_RECORD });
  const known = await findEntry(repository, { commit: merge.ours, path: TEMPLATE_RECORD });
  if (record && record.object !== known?.object)
    files[TEMPLATE_RECORD] = asCommitted(await readBlob(repository, record.object), false);
  return { files, conflicts };
}

/** Of lines `<mode> <object> <stage>\t<path>`, what each path conflicts by: 1 is the base, 2 the repository's, 3 the template's. */
function conflictsOf(stages: readonly string[]): TemplateConflict[] {
  const seen = new Map<string, string>();
  for (const line of stages) {
    const tab = line.indexOf('\t');
    const stage = line.slice(tab - 1, tab);
    const path = line.slice(tab + 1);
    seen.set(path, `${seen.get(path) ?? ''}${stage}`);
  }
  return [...seen].map(([path, found]) => ({
    path,
    kind: found === '13' ? 'deleted-here' : found === '12' ? 'deleted-by-template' : 'content',
  }));
}

interface Change {
  readonly path: string;
  /** Absent where the file goes. */
  readonly object?: string;
  readonly executable: boolean;
}

async function changesBetween(
  repository: string,
  { from, to }: { from: string; to: string },
): Promise<Change[]> {
  const { output } = await runGit(
    ['diff-tree', '-r', '-z', '--raw', '--no-renames', '--full-index', from, to],
    { repository },
  );
  const parts = output.toString('utf8').split('\0').filter(Boolean);
  const changes: Change[] = [];
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const [, mode = '', , object = '', status] = (parts[at] ?? '').split(' ');
    const path = parts[at + 1] ?? '';
    const executable = mode === '100755';
    changes.push({ path, executable, ...(status === 'D' ? {} : { object }) });
  }
  return changes;
}

/** Git marks the sides by the ids of two commits that nobody knows. */
function renamed(
  content: Buffer,
  { ours, theirs, labels }: { ours: string; theirs: string; labels: TemplateMergeLabels },
): Buffer {
  const text = content.toString('utf8');
  if (!Buffer.from(text, 'utf8').equals(content)) return content;
  return Buffer.from(
    text
      .replaceAll(`<<<<<<< ${ours}`, `<<<<<<< ${labels.ours}`)
      .replaceAll(`>>>>>>> ${theirs}`, `>>>>>>> ${labels.theirs}`),
    'utf8',
  );
}

interface TemplateMergeLabels {
  readonly ours: string;
  readonly theirs: string;
}

function asCommitted(content: Buffer, executable: boolean): NonNullable<CommitFiles[string]> {
  const text = content.toString('utf8');
  const isText = Buffer.from(text, 'utf8').equals(content);
  return {
    content: isText ? text : content.toString('base64'),
    encoding: isText ? 'utf8' : 'base64',
    executable,
  };
}
