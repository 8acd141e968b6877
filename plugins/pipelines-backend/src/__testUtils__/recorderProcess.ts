import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { NotFoundError } from '@backstage/errors';
import { projectorFor } from '@kubemate/kube-common';
import type { KubeObject, ResourceId } from '@kubemate/kube-common';
import type { PortalReader } from '@kubemate/kube-node';
import createKnex from 'knex';
import { KnexRunStore } from '../history/KnexRunStore';
import { LogArchive } from '../history/LogArchive';
import { RecorderLease } from '../history/RecorderLease';
import { TektonRecorder } from '../tekton/TektonRecorder';

/*
 * A replica of the portal, reduced to what records runs, until it is killed. Its cluster is a process beside it; lease, recorder, database and log
 * archive are what the portal runs.
 */

/** Loopback only: the cluster of the test. */
const { fetch: request } = globalThis;

const options: { knex: object; url: string; folder: string } = JSON.parse(process.argv[2] ?? '{}');
/** Times as fast as the portal's, so that leases end within a test. */
const SPEED = 20;
const clock = {
  now: () => Math.round(Date.now() * SPEED),
  after(delayMs: number, callback: () => void) {
    const timer = setTimeout(callback, delayMs / SPEED);
    return () => clearTimeout(timer);
  },
};
const quiet = () => {};
const logger = { error: quiet, warn: quiet, info: quiet, debug: quiet, child: () => logger };
const { signal } = new AbortController();

async function objectsOf({ plural }: Pick<ResourceId, 'plural'>): Promise<KubeObject[]> {
  const response = await request(`${options.url}/${plural}`);
  return response.json();
}

const reader: PortalReader = {
  async *follow(resource) {
    const projector = projectorFor(resource);
    for (;;) {
      const objects = await objectsOf(resource);
      const rows = objects.map(object => projector.project(object, 'dev'));
      const part = { cluster: 'dev', namespaces: 'all' as const, isComplete: true };
      yield [{ ...part, failure: undefined, rows: () => rows }];
      await new Promise(resolve => setTimeout(resolve, 10));
    }
  },
  async get({ resource, name }) {
    const found = (await objectsOf(resource)).find(({ metadata }) => metadata.name === name);
    if (found === undefined) throw new NotFoundError(`${name} not found`);
    return found;
  },
  async list({ resource, labelSelector = '' }) {
    const run = labelSelector.split('=')[1];
    const objects = await objectsOf(resource);
    return objects.filter(({ metadata }) => metadata.labels?.['tekton.dev/pipelineRun'] === run);
  },
  async *logs({ pods: [pod] }) {
    if (pod === undefined) return;
    const line = { pod: pod.name, container: 'step-build', at: 1, text: `log of ${pod.name}` };
    yield { type: 'line', line };
  },
};

/** Files that appear whole, as those of the object store do. */
const objects = {
  location: options.folder,
  async put(key: string, bytes: Uint8Array) {
    const file = path.join(options.folder, key);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(`${file}.new`, bytes);
    renameSync(`${file}.new`, file);
  },
  putIfAbsent: async () => true,
  get: async (key: string) => readFileSync(path.join(options.folder, key)),
  async *list() {},
  delete: async () => {},
};

async function start() {
  const knex = createKnex(options.knex);
  const store = await KnexRunStore.create({ getClient: async () => knex });
  const logs = new LogArchive({ objects, store, clock, maxBytes: 10_000 });
  const recorder = new TektonRecorder({ reader, store, logs, clock, logger });
  const lease = new RecorderLease({ store, clock, logger, signal });
  await lease.whileHeld(async held => {
    process.stdout.write('recording\n');
    await recorder.record(held);
  });
}

void start();
