// The kubelet of one node, for the pods of TaskRuns alone: their steps run one after the other as processes of this machine, results go back in the
// termination message, logs are served. No images, no isolation: for tests on loopback.   usage: node runner.mjs SERVER TOKEN FOLDER PORT
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:https';
import path from 'node:path';
import { KubeClient } from './KubeClient.mjs';
import { runStep, skippedStep } from './stepProcess.mjs';

const NODE = 'tekton-runner';
const [server, token, stateFolder, port] = process.argv.slice(2);
const kube = new KubeClient({ server, token });
/** By `namespace/pod/container`. A pod's logs outlive it, as no test is long enough for that to matter. */
const logs = new Map();
/** What runs, by uid of its pod. */
const running = new Map();

const now = () => `${new Date().toISOString().slice(0, 19)}Z`;
const pause = ms => new Promise(resolve => setTimeout(resolve, ms));

class ContainerLog {
  lines = [];
  ended = false;
  #wake = [];

  add = text => {
    this.lines.push({ at: new Date().toISOString(), text });
    this.#wakeAll();
  };

  end() {
    this.ended = true;
    this.#wakeAll();
  }

  change() {
    return new Promise(resolve => this.#wake.push(resolve));
  }

  #wakeAll() {
    for (const resolve of this.#wake.splice(0)) resolve();
  }
}

class PodRun {
  #pod;
  #path;
  #ending = new AbortController();
  #states = new Map();

  constructor(pod) {
    this.#pod = pod;
    const { namespace, name } = pod.metadata;
    this.#path = `/api/v1/namespaces/${namespace}/pods/${name}`;
    for (const container of pod.spec.containers) {
      this.#states.set(container.name, { waiting: { reason: 'PodInitializing' } });
      logs.set(`${namespace}/${name}/${container.name}`, new ContainerLog());
    }
  }

  end() {
    this.#ending.abort();
  }

  async run() {
    const folder = path.join(stateFolder, 'runner', this.#pod.metadata.uid);
    mkdirSync(folder, { recursive: true });
    this.#linkClaims(folder);
    try {
      const startTime = now();
      await this.#tell({
        phase: 'Pending',
        startTime,
        conditions: [{ type: 'PodScheduled', status: 'True' }],
      });
      for (const { name } of this.#pod.spec.containers)
        this.#states.set(name, { running: { startedAt: now() } });
      await this.#tell({ phase: 'Running', podIP: '127.0.0.1' });
      await this.#untilReady();
      const failed = await this.#runSteps(folder);
      await this.#tell({ phase: failed ? 'Failed' : 'Succeeded' });
    } finally {
      for (const { name } of this.#pod.spec.containers) this.#log(name)?.end();
      rmSync(folder, { recursive: true, force: true });
    }
  }

  /** A claim is a folder that the pods of a run have in common, below `/workspace` where their steps mount it. */
  #linkClaims(folder) {
    const { volumes = [], containers } = this.#pod.spec;
    const mounts = containers.flatMap(({ volumeMounts = [] }) => volumeMounts);
    for (const { name, persistentVolumeClaim } of volumes) {
      if (persistentVolumeClaim === undefined) continue;
      const { namespace } = this.#pod.metadata;
      const claims = path.join(stateFolder, 'runner/claims', namespace);
      const claim = path.join(claims, persistentVolumeClaim.claimName);
      mkdirSync(claim, { recursive: true });
      for (const mount of mounts) {
        const at = path.join(folder, mount.mountPath);
        if (mount.name !== name || !mount.mountPath.startsWith('/workspace/')) continue;
        mkdirSync(path.dirname(at), { recursive: true });
        if (!existsSync(at)) symlinkSync(claim, at);
      }
    }
  }

  async #runSteps(folder) {
    let failed = false;
    for (const container of this.#pod.spec.containers) {
      if (this.#ending.signal.aborted) return true;
      const { startedAt } = this.#states.get(container.name).running;
      const { exitCode, message } = failed ? skippedStep() : await this.#runStep(container, folder);
      failed ||= exitCode !== 0;
      const reason = exitCode === 0 ? 'Completed' : 'Error';
      const terminated = { exitCode, reason, message, startedAt, finishedAt: now() };
      this.#states.set(container.name, { terminated });
      this.#log(container.name)?.end();
      await this.#tell({ phase: 'Running' });
    }
    return failed;
  }

  #runStep(container, folder) {
    const onLine = this.#log(container.name).add;
    return runStep({ pod: this.#pod, container, folder, onLine, signal: this.#ending.signal });
  }

  #log(container) {
    const { namespace, name } = this.#pod.metadata;
    return logs.get(`${namespace}/${name}/${container}`);
  }

  /** Tekton lets the first step begin once it has seen that everything beside the steps runs. */
  async #untilReady() {
    while (!this.#ending.signal.aborted) {
      const { code, body } = await kube.send('GET', this.#path);
      if (code === 404 || body.metadata?.annotations?.['tekton.dev/ready'] === 'READY') return;
      await pause(100);
    }
  }

  async #tell(status) {
    const statusOf = ({ name, image }) => {
      const state = this.#states.get(name) ?? {};
      const isRunning = state.running !== undefined;
      return {
        ...{ name, image, imageID: image, restartCount: 0, state },
        ...{ ready: isRunning, started: isRunning },
      };
    };
    const initState = {
      terminated: { exitCode: 0, reason: 'Completed', startedAt: now(), finishedAt: now() },
    };
    await kube.patch(`${this.#path}/status`, {
      status: {
        ...status,
        containerStatuses: this.#pod.spec.containers.map(statusOf),
        ...(status.phase === 'Running' && {
          initContainerStatuses: (this.#pod.spec.initContainers ?? []).map(({ name, image }) => ({
            ...{ name, image, imageID: image, restartCount: 0, ready: true, state: initState },
          })),
        }),
      },
    });
  }
}

async function joinCluster() {
  const capacity = { cpu: '64', memory: '256Gi', pods: '500' };
  await kube.send('POST', '/api/v1/nodes', {
    ...{ apiVersion: 'v1', kind: 'Node' },
    metadata: { name: NODE, labels: { 'kubernetes.io/hostname': NODE } },
    spec: { taints: [{ key: 'kubemate.io/tekton-runner', effect: 'NoSchedule' }] },
  });
  const status = {
    ...{ capacity, allocatable: capacity },
    addresses: [{ type: 'InternalIP', address: '127.0.0.1' }],
    daemonEndpoints: { kubeletEndpoint: { Port: Number(port) } },
  };
  // KWOK keeps the node alive; when it adopts it, it clears its addresses once.
  for (let round = 0; round < 4; round += 1) {
    await kube.patch(`/api/v1/nodes/${NODE}/status`, { status });
    await pause(500);
  }
}

async function remove({ metadata: { namespace, name, uid } }) {
  running.get(uid)?.end();
  await kube.send('DELETE', `/api/v1/namespaces/${namespace}/pods/${name}`, {
    ...{ apiVersion: 'v1', kind: 'DeleteOptions', gracePeriodSeconds: 0, preconditions: { uid } },
  });
}

function look({ type, object }) {
  const { uid, deletionTimestamp, labels } = object.metadata;
  if (labels?.['tekton.dev/taskRun'] === undefined) return;
  if (type === 'DELETED') running.get(uid)?.end();
  else if (deletionTimestamp !== undefined) remove(object).catch(report);
  else if (!running.has(uid) && !['Succeeded', 'Failed'].includes(object.status?.phase)) {
    const run = new PodRun(object);
    running.set(uid, run);
    run.run().catch(report);
  }
}

function report(error) {
  process.stderr.write(`${error.stack}\n`);
}

/** `GET /containerLogs/NAMESPACE/POD/CONTAINER`, the kubelet's own route. */
async function serveLog(request, response) {
  const { pathname, searchParams } = new URL(request.url, 'https://127.0.0.1');
  const log = logs.get(pathname.replace(/^\/containerLogs\//, ''));
  if (log === undefined) {
    response.writeHead(404).end();
    return;
  }
  const tail = Number(searchParams.get('tailLines') ?? Infinity);
  const stamps = searchParams.get('timestamps') === 'true';
  let next = Math.max(0, log.lines.length - tail);
  response.writeHead(200, { 'content-type': 'text/plain' });
  for (;;) {
    for (const { at, text } of log.lines.slice(next))
      response.write(stamps ? `${at} ${text}` : text);
    next = log.lines.length;
    if (log.ended || searchParams.get('follow') !== 'true' || response.destroyed) break;
    await log.change();
  }
  response.end();
}

const read = name => readFileSync(path.join(stateFolder, 'certs', name));
createServer({ key: read('apiserver.key'), cert: read('apiserver.crt') }, (request, response) => {
  serveLog(request, response).catch(report);
}).listen(Number(port), '127.0.0.1');
process.on('SIGTERM', () => {
  for (const run of running.values()) run.end();
  process.exit();
});
await joinCluster();
const query = `fieldSelector=spec.nodeName%3D${NODE}`;
for await (const event of kube.follow('/api/v1/pods', query)) look(event);
