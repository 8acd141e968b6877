import { TEMPLATE_RECORD } from '@kubemate/plugin-repositories-common';
import type { TemplateRecord } from '@kubemate/plugin-repositories-common';
import { GitError, gitText, runGit } from '../git/Git';

interface Recorded {
  readonly record: TemplateRecord;
  /** Git's id of the record itself: it names the base, for it names every file of it. */
  readonly blob: string;
}

/** No clone sees it, and git keeps what it names for as long as the repository stands. */
const refOf = (blob: string) => `refs/kubemate/templates/${blob}`;

/**
 * Keeps exactly what a template wrote, under a ref of its own, and answers its commit. The same record has the same commit, however often it is kept.
 * Undefined where a file that the record names is not in the repository: nothing is made up for it.
 */
export async function keepBase(
  repository: string,
  recorded: Recorded,
): Promise<string | undefined> {
  const ref = refOf(recorded.blob);
  try {
    await runGit(['fast-import', '--quiet', '--force'], {
      repository,
      input: toStream(ref, recorded),
    });
  } catch (error) {
    if (error instanceof GitError) return undefined;
    throw error;
  }
  return gitText(['rev-parse', '--verify', ref], { repository });
}

function toStream(ref: string, { record, blob }: Recorded): string {
  const message = `${record.template} ${record.version}`;
  const lines = Object.entries(record.files).map(([path, file]) => {
    const [id, isExecutable] = file.split(' ');
    return `M ${isExecutable ? '100755' : '100644'} ${id} ${path}`;
  });
  return [
    `commit ${ref}`,
    // Always the same, so that the commit is.
    'committer Kubemate <templates@users.kubemate.invalid> 0 +0000',
    `data ${Buffer.byteLength(message)}`,
    message,
    ...lines,
    `M 100644 ${blob} ${TEMPLATE_RECORD}`,
    '',
  ].join('\n');
}
