import type { CommitFiles } from '@kubemate/plugin-repositories-common';
import { createHash } from 'node:crypto';

const PREFIX = 'upgrade/';

/** Always the same for the same change of the same commit: what was begun and not ended is found again. */
export function upgradeBranch(change: {
  readonly template: string;
  readonly version: string;
  readonly head: string;
  readonly files: CommitFiles;
}): string {
  const { template, version, head, files } = change;
  const hash = createHash('sha256').update(JSON.stringify([head, Object.entries(files).sort()]));
  const name = template.replace(/^.*\//, '');
  return `${PREFIX}${name}-${version}-${hash.digest('hex').slice(0, 10)}`;
}

/** The pull request that proposes an upgrade; undefined where there is none. */
export function openUpgradeOf<T extends { readonly head: string }>(
  open: readonly T[],
): T | undefined {
  return open.find(({ head }) => head.startsWith(PREFIX));
}
