/**
 * Regenerates `tekton.json.gz` from Tekton Pipelines' Go module:
 *
 *   node packages/sandbox/openapi/updateTekton.mjs "$(go env GOMODCACHE)/github.com/tektoncd/pipeline@v1.9.0"
 *
 * Kept are the types that the sandbox serves, in their stored version. The descriptions are left out, and so are the fields
 * inside a Kubernetes type that is embedded (volumes, probes, security contexts, …): those stay open.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { parse } from 'yaml';

const source = process.argv[2];
if (source === undefined) {
  process.stderr.write('usage: updateTekton.mjs TEKTON_MODULE_FOLDER\n');
  process.exit(2);
}

const KINDS = ['pipeline', 'pipelinerun', 'task', 'taskrun', 'customrun'];
const OPEN = new Set([
  'affinity',
  'env',
  'envFrom',
  'lifecycle',
  'livenessProbe',
  'podTemplate',
  'readinessProbe',
  'resources',
  'securityContext',
  'sidecars',
  'startupProbe',
  'stepTemplate',
  'volumeClaimTemplate',
  'volumeDevices',
  'volumeMounts',
  'volumes',
]);

function trim(schema, key) {
  if (Array.isArray(schema)) return schema.map(item => trim(item));
  if (typeof schema !== 'object' || schema === null) return schema;
  const { description: _text, ...rest } = schema;
  if (OPEN.has(key) && (rest.type === 'object' || rest.type === 'array')) return open(rest);
  return Object.fromEntries(
    Object.entries(rest).map(([name, value]) => [
      name,
      name === 'properties' ? trimProperties(value) : trim(value),
    ]),
  );
}

function open({ type }) {
  const anything = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
  return type === 'array' ? { type, items: anything } : anything;
}

function trimProperties(properties) {
  return Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [name, trim(schema, name)]),
  );
}

const definitions = KINDS.map(kind => {
  const crd = parse(readFileSync(join(source, 'config/300-crds', `300-${kind}.yaml`), 'utf8'));
  const { conversion: _conversion, ...spec } = crd.spec;
  const versions = spec.versions.filter(({ storage }) => storage);
  return {
    ...crd,
    spec: {
      ...spec,
      versions: versions.map(version => ({
        ...version,
        schema: { openAPIV3Schema: trim(version.schema.openAPIV3Schema) },
      })),
    },
  };
});
const target = dirname(fileURLToPath(import.meta.url));
writeFileSync(
  join(target, 'tekton.json.gz'),
  gzipSync(JSON.stringify(definitions), { level: 9 }),
);
