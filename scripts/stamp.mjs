// Decides whether a build step may be skipped: its inputs are hashed and compared with the hash of the last success.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root, toolFolder } from './toolchain.mjs';

const SKIPPED = new Set(['node_modules', 'dist', 'dist-types', 'coverage', 'e2e-tests']);
const isSource = name => !/\.test\.[cm]?[jt]sx?$|\.md$/.test(name);

/** Hash of the names and contents of files, and of the sources in folders, given relative to the root. */
export function hashInputs(inputs) {
  const hash = createHash('sha256');
  const visit = file => {
    const full = path.join(root, file);
    if (!existsSync(full)) return;
    const entries = readDirectory(full);
    if (entries === undefined) {
      hash.update(file).update('\0').update(readFileSync(full)).update('\0');
      return;
    }
    for (const name of entries)
      if (!SKIPPED.has(name) && isSource(name)) visit(path.join(file, name));
  };
  inputs.forEach(visit);
  return hash.digest('hex');
}

function readDirectory(full) {
  try {
    return readdirSync(full).sort();
  } catch (error) {
    if (error.code === 'ENOTDIR') return undefined;
    throw error;
  }
}

const stampFile = name => path.join(toolFolder, `${name}.stamp`);

export function isFresh(name, hash) {
  return existsSync(stampFile(name)) && readFileSync(stampFile(name), 'utf8') === hash;
}

export function markFresh(name, hash) {
  mkdirSync(toolFolder, { recursive: true });
  writeFileSync(stampFile(name), hash);
}
