// Writes docs/permissions.md from the roles and permissions in the code. A test fails while the page is out of date.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const outfile = path.join(root, '.kubemate/permissions.cjs');

await build({
  absWorkingDir: root,
  entryPoints: ['plugins/permission-backend-module-kubemate/src/permissionsPage.ts'],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node22',
  logLevel: 'warning',
});

const { permissionsPage } = createRequire(import.meta.url)(outfile);
writeFileSync(path.join(root, 'docs/permissions.md'), permissionsPage());
