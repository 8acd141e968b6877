// Compiles what the packages' config.d.ts say of the configuration into one file, for the server to read at its start: node scripts/configSchema.mjs FILE
import { loadConfigSchema } from '@backstage/config-loader';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { workspaces } from './prepare.mjs';
import { root } from './toolchain.mjs';

const [file] = process.argv.slice(2);
const nameOf = folder => JSON.parse(readFileSync(path.join(root, folder, 'package.json'))).name;
const schema = await loadConfigSchema({
  dependencies: workspaces().map(nameOf),
  onSchemaError: error => console.warn(error.message),
});
writeFileSync(file, JSON.stringify(schema.serialize()));
