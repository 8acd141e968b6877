/**
 * Regenerates the vendored documents of this folder from a copy of the Kubernetes source tree (or Go module):
 *
 *   node packages/sandbox/openapi/update.mjs "$(go env GOMODCACHE)/k8s.io/kubernetes@v1.37.2"
 *
 * Only the versions that a default API server serves are kept: alpha and beta versions are off by default there too.
 */
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { parse } from 'yaml';

const source = process.argv[2];
if (source === undefined) {
  process.stderr.write('usage: update.mjs KUBERNETES_SOURCE_FOLDER\n');
  process.exit(2);
}
const target = dirname(fileURLToPath(import.meta.url));

/** Whether a document called `apis__GROUP__VERSION` belongs to an API that is on by default. */
function isServed(name) {
  const [, group, version] = name.split('__');
  if (name === 'api' || name === 'api__v1' || name === 'apis' || name === 'version') return true;
  if (name.startsWith('.')) return false;
  if (group === undefined || group === 'internal.apiserver.k8s.io' || group === 'lifecycle.k8s.io')
    return false;
  return version === undefined || /^v\d+$/.test(version);
}

function write(name, value) {
  writeFileSync(join(target, `${name}.json.gz`), gzipSync(JSON.stringify(value), { level: 9 }));
}

function readJson(...path) {
  return JSON.parse(readFileSync(join(source, ...path), 'utf8'));
}

rmSync(join(target, 'v3'), { recursive: true, force: true });
mkdirSync(join(target, 'v3'));
for (const file of readdirSync(join(source, 'api/openapi-spec/v3'))) {
  const name = file.replace('_openapi.json', '');
  if (isServed(name)) write(`v3/${name}`, readJson('api/openapi-spec/v3', file));
}

const resourceLists = readdirSync(join(source, 'api/discovery'))
  .map(file => file.replace('.json', ''))
  .filter(name => isServed(name) && (name === 'api__v1' || name.split('__').length === 3))
  .map(name => readJson('api/discovery', `${name}.json`));
const groups = readJson('api/discovery', 'apis.json')
  .groups.map(group => group.name)
  .filter(group => resourceLists.some(list => list.groupVersion.startsWith(`${group}/`)));
write('discovery', { groups, resourceLists });

const policy = 'plugin/pkg/auth/authorizer/rbac/bootstrappolicy/testdata';
const bootstrapFiles = [
  'cluster-roles',
  'cluster-role-bindings',
  'namespace-roles',
  'namespace-role-bindings',
  'controller-roles',
  'controller-role-bindings',
];
write(
  'bootstrap-roles',
  bootstrapFiles.flatMap(file => parse(readFileSync(join(source, policy, `${file}.yaml`), 'utf8')).items),
);
