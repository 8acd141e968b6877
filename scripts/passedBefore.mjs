// Packages whose tests have passed before on exactly what is committed here, in this checkout or another: `npm test` does not run those again.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { checkCache } from './checks.mjs';
import { root } from './toolchain.mjs';

/** Changes of these concern the package alone that they are in, which the Backstage CLI looks at itself, or no unit test. */
const ALONE = /\.test\.[a-z]+$|\/__testUtils__\/|\te2e-tests\/(journeys|plain)\/|\tCHANGELOG\.md$/;

/**
 * Where they are noted. Of another source, other peers or another version of Node nothing counts: any package may read any other, and files of the root besides.
 * @returns undefined where not all is committed, as the CLI goes by what is
 */
export function passedFolder(peers) {
  const git = (...args) =>
    execFileSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26, stdio: 'pipe' });
  try {
    if (git('status', '--porcelain') !== '') return undefined;
    const source = git('ls-tree', '-r', 'HEAD')
      .split('\n')
      .filter(line => !ALONE.test(line));
    const hash = createHash('sha256')
      .update(JSON.stringify([peers, source]))
      .digest('hex');
    return path.join(checkCache, `passed-${hash.slice(0, 16)}`);
  } catch {
    return undefined; // Not of git: an archive of the source.
  }
}

/** The name of a package that the CLI says it leaves out. */
export const passedBefore = line => /^Skipped (\S+) due to cache hit/.exec(line)?.[1];
