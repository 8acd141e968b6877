// Installs and builds what `npm start`, `npm test` and `npm run bench` need; each part only when its inputs changed.
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { runTool } from './runTool.mjs';
import { hashInputs, isFresh, markFresh } from './stamp.mjs';
import { StartError } from './StartError.mjs';
import { root } from './toolchain.mjs';

const MANIFESTS = ['package.json', 'yarn.lock', '.yarnrc.yml'];
const INSTALL_BYTES = 2.5 * 1024 ** 3;

/** The folders of our packages, those that a filter takes. */
export function workspaces(filter = () => true) {
  return ['packages', 'plugins']
    .flatMap(area => readdirSync(path.join(root, area)).map(name => `${area}/${name}`))
    .filter(filter);
}
const isServer = folder => /-backend|-node$|packages\/(backend|sandbox)$/.test(folder);
const isBrowser = folder => !isServer(folder);

/** Installs the dependencies from the lockfile. */
export async function install({ node, yarn, env }, detail) {
  const hash = hashInputs([...MANIFESTS, ...workspaces().map(folder => `${folder}/package.json`)]);
  if (isFresh('install', hash) && existsSync(path.join(root, 'node_modules/.yarn-state.yml')))
    return 'up to date';
  await assertSpace();
  const { code, output } = await runTool(node, [yarn, 'install', '--immutable'], {
    cwd: root,
    env,
    onLine: line => detail(stripYarn(line)),
  });
  if (code !== 0) throw new StartError(explainInstallFailure(output));
  markFresh('install', hash);
  return 'done';
}

async function assertSpace() {
  const { bavail, bsize } = await statfs(root);
  if (bavail * bsize < INSTALL_BYTES && !existsSync(path.join(root, 'node_modules'))) {
    throw new StartError(
      `The disk has ${((bavail * bsize) / 1024 ** 3).toFixed(1)} GiB free; installing needs about ${(INSTALL_BYTES / 1024 ** 3).toFixed(1)} GiB.`,
    );
  }
}

const stripYarn = line =>
  line
    .replace(/\x1b\[[0-9;]*m/g, '')
    .replace(/^➤ \S+: [│┌└·]?\s*/, '')
    .slice(0, 70);

/** @internal for the tests */
export function explainInstallFailure(output) {
  if (/ENOSPC/.test(output))
    return 'The disk became full while installing dependencies. Free some space and run the command again.';
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|RequestError|ETIMEDOUT/.test(output)) {
    return 'The npm registry cannot be reached, and the dependencies are not all here yet. Connect to a network (or set an npm mirror) and run the command again.';
  }
  const errors = output.split('\n').filter(line => /Error|YN0028|YN0001/.test(line));
  return `Installing dependencies failed:\n${(errors.length ? errors : output.split('\n')).slice(-12).map(stripYarn).join('\n')}`;
}

/** Builds the browser app into packages/app/dist. */
export async function buildApp({ node, env }, detail) {
  const hash = hashInputs([
    'yarn.lock',
    'tsconfig.json',
    'app-config.yaml',
    ...workspaces(isBrowser),
  ]);
  if (isFresh('app', hash) && existsSync(path.join(root, 'packages/app/dist/index.html')))
    return 'up to date';
  const cli = path.join(root, 'node_modules/@backstage/cli/bin/backstage-cli');
  const { code, output } = await runTool(node, [cli, 'package', 'build'], {
    cwd: path.join(root, 'packages/app'),
    env: { ...env, NODE_ENV: 'production' },
    onLine: line => detail(line.slice(0, 70)),
  });
  if (code !== 0) throw new StartError(explainBuildFailure(output));
  markFresh('app', hash);
  return 'done';
}

function explainBuildFailure(output) {
  if (/ENOSPC/.test(output))
    return 'The disk became full while building the app. Free some space and run the command again.';
  if (/heap out of memory|SIGKILL/.test(output))
    return 'Building the app ran out of memory; it needs about 2 GiB. Close other programs and run the command again.';
  return `Building the app failed:\n${output.split('\n').slice(-30).join('\n')}`;
}

/** Bundles our own server code into packages/backend/dist/index.cjs; libraries stay in node_modules. */
export async function buildBackend(tools) {
  const hash = hashInputs([
    'yarn.lock',
    'scripts/prepare.mjs',
    ...workspaces(folder => isServer(folder) || folder.endsWith('-common')),
  ]);
  const schema = await buildConfigSchema(tools);
  const outfile = path.join(root, 'packages/backend/dist/index.cjs');
  if (isFresh('backend', hash) && existsSync(outfile)) return schema;
  await bundle({ entry: 'packages/backend/src/index.ts', outfile });
  markFresh('backend', hash);
  return 'done';
}

/** Writes the schema of the configuration to packages/backend/dist/configSchema.json. */
export async function buildConfigSchema({ node, env }) {
  const hash = hashInputs([
    ...['yarn.lock', 'scripts/configSchema.mjs'],
    ...workspaces().flatMap(folder => [`${folder}/package.json`, `${folder}/config.d.ts`]),
  ]);
  const outfile = path.join(root, 'packages/backend/dist/configSchema.json');
  if (isFresh('configSchema', hash) && existsSync(outfile)) return 'up to date';
  mkdirSync(path.dirname(outfile), { recursive: true });
  // A process of its own: the compiler would stay in ours as long as the portal runs.
  const script = path.join(root, 'scripts/configSchema.mjs');
  const { code, output } = await runTool(node, [script, outfile], { cwd: root, env });
  if (code !== 0) throw new StartError(`Reading the packages’ config.d.ts failed:\n${output}`);
  markFresh('configSchema', hash);
  return 'done';
}

/** Bundles one entry with the workspace packages it uses; with `watch` again on every change, until the process ends. */
export async function bundle({ entry, outfile, watch = false }) {
  const { build, context, stop } = await import(
    pathToFileURL(path.join(root, 'node_modules/esbuild/lib/main.js')).href
  );
  try {
    const options = {
      entryPoints: [path.join(root, entry)],
      outfile,
      bundle: true,
      platform: 'node',
      target: 'node22',
      format: 'cjs',
      sourcemap: 'linked',
      logLevel: 'silent',
      // Backstage features are loaded with import(); as require() they share one instance of every library.
      supported: { 'dynamic-import': false },
      banner: { js: "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
      define: { 'import.meta.url': 'importMetaUrl' },
      plugins: [librariesStayOutside],
    };
    await build(options);
    if (watch) await (await context(options)).watch();
    // Its helper process would stay as long as ours, with 65 MB.
    else await stop();
  } catch (error) {
    throw new StartError(`Building ${entry} failed:\n${error.message}`);
  }
}

const librariesStayOutside = {
  name: 'libraries-stay-outside',
  setup(build) {
    build.onResolve({ filter: /^[^./]/ }, ({ path: name, kind }) =>
      kind === 'entry-point' || name.startsWith('@kubemate/')
        ? undefined
        : { path: name, external: true },
    );
  },
};
