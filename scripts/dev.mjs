// npm run dev: the app with hot reload on port 3000, the server restarted on changes on port 7007, against the sandbox.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { buildConfigSchema, bundle, install } from './prepare.mjs';
import { configEnvironment, readOptions, USAGE } from './options.mjs';
import { Progress } from './progress.mjs';
import { assertPortFree } from './serve.mjs';
import { explainFailure } from './StartError.mjs';
import { ensureToolchain, root } from './toolchain.mjs';

/** Where app-config.dev.yaml puts the app. */
const APP_PORT = 3000;

async function main() {
  const options = readOptions(process.argv.slice(2));
  if (options.help) return console.log(USAGE);
  await assertPortFree(options.port);
  await assertPortFree(APP_PORT);
  const progress = new Progress(2);
  const tools = {};
  await progress.step(
    'Tools',
    async detail =>
      Object.assign(
        tools,
        await ensureToolchain({ onFetch: name => detail(`fetching ${name}`) }),
      ) && 'ready',
  );
  await progress.step('Dependencies', detail => install(tools, detail));
  await buildConfigSchema(tools);
  const { node, env } = tools;
  const configs = ['app-config.yaml', 'app-config.dev.yaml', ...options.configs].flatMap(file => [
    '--config',
    path.resolve(root, file),
  ]);
  const { APP_CONFIG_app_baseUrl: _, ...serverConfig } = configEnvironment(options);
  const outfile = path.join(root, 'packages/backend/dist/dev.cjs');
  await bundle({ entry: 'packages/backend/src/index.ts', outfile, watch: true });
  const sourceMaps = path.join(root, 'scripts/sourceMaps.cjs');
  const children = [
    spawn(node, ['--require', sourceMaps, '--watch', outfile, ...configs], {
      cwd: root,
      env: { ...env, ...serverConfig },
      stdio: 'inherit',
    }),
    spawn(
      node,
      [
        path.join(root, 'node_modules/@backstage/cli/bin/backstage-cli'),
        'package',
        'start',
        ...configs,
      ],
      { cwd: path.join(root, 'packages/app'), env, stdio: 'inherit' },
    ),
  ];
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.on(signal, () => {
      for (const child of children) child.kill('SIGTERM');
      process.exit(0);
    });
  }
}

main().catch(error => {
  console.error(`\n${explainFailure(error)}`);
  process.exit(1);
});
