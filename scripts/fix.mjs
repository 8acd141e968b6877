// npm run fix: formats every file and applies the lint rules' own fixes.
import path from 'node:path';
import { install } from './prepare.mjs';
import { Progress } from './progress.mjs';
import { runTool } from './runTool.mjs';
import { ensureToolchain, root } from './toolchain.mjs';

const progress = new Progress(3);
const tools = await ensureToolchain({ onFetch: name => console.log(`Fetching ${name}`) });
await progress.step('Dependencies', detail => install(tools, detail));
const run = async (file, args) => {
  const { code, output } = await runTool(
    tools.node,
    [path.join(root, 'node_modules', file), ...args],
    { cwd: root, env: tools.env },
  );
  if (code !== 0) console.log(output);
  return code === 0 ? 'done' : 'left problems';
};
await progress.step('Lint', () =>
  run('@backstage/cli/bin/backstage-cli', ['repo', 'lint', '--fix']),
);
await progress.step('Format', () =>
  run('prettier/bin/prettier.cjs', ['--write', '--log-level=warn', '.']),
);
