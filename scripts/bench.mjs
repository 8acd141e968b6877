// npm run bench: measures the read path against its peers and writes docs/benchmarks.md.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { install } from './prepare.mjs';
import { Progress } from './progress.mjs';
import { ensureToolchain, root } from './toolchain.mjs';

const progress = new Progress(2);
const tools = {};
await progress.step('Tools', async detail => {
  Object.assign(tools, await ensureToolchain({ onFetch: name => detail(`fetching ${name}`) }));
  return 'ready';
});
await progress.step('Dependencies', detail => install(tools, detail));

const { build } = await import('esbuild');
const outfile = path.join(root, '.kubemate/bench/main.mjs');

await build({
  absWorkingDir: root,
  entryPoints: ['scripts/bench/main.ts'],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node22',
  packages: 'external',
  banner: {
    js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
  },
  // The workspace's packages are TypeScript sources, so they are part of the bundle.
  alias: {
    '@kubemate/http-common': path.join(root, 'packages/http-common/src/index.ts'),
    '@kubemate/kube-common': path.join(root, 'packages/kube-common/src/index.ts'),
    // Its CommonJS form, which Node would take, names no exports.
    'fast-json-patch': path.join(root, 'node_modules/fast-json-patch/index.mjs'),
  },
  logLevel: 'warning',
});

const child = spawn(
  tools.node,
  ['--expose-gc', '--max-old-space-size=8192', outfile, ...process.argv.slice(2)],
  { cwd: root, env: tools.env, stdio: 'inherit' },
);
process.on('SIGINT', () => child.kill('SIGINT'));
child.on('exit', code => process.exit(code ?? 1));
