// The real Kubernetes that tests run against: built from Go modules into the user's cache, started on loopback.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { runTool } from './runTool.mjs';
import { root } from './toolchain.mjs';

const PEERS = path.join(root, 'e2e-tests/peers');
const folder = path.join(PEERS, 'kube');
const binFolder = path.join(
  process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'),
  'kubemate-peers/bin',
);

/** The version of Tekton Pipelines that e2e-tests/peers/tekton builds. */
export const TEKTON_VERSION = 'v1.9.0';

/** What is built where, and how long that takes on 2 cores. */
const BUILDS = [
  {
    script: 'kube/build.sh',
    files: ['kubepeer', 'kwok', 'helm'],
    says: 'building kube-apiserver, etcd, KWOK and Helm; about 14 minutes on 2 cores',
  },
  {
    script: 'tekton/build.sh',
    files: [`tekton-${TEKTON_VERSION}/controller`],
    says: `building Tekton Pipelines ${TEKTON_VERSION}; about 5 minutes on 2 cores`,
  },
  {
    script: 'results/build.sh',
    files: ['results-v0.18.0/api', 'results-v0.18.0/watcher', 'results-v0.18.0/config'],
    says: 'building Tekton Results v0.18.0; about 4 minutes on 2 cores',
  },
  {
    script: 'triggers/build.sh',
    files: [
      'triggers-v0.34.0/sink',
      'triggers-v0.34.0/interceptors',
      'triggers-v0.34.0/types.yaml',
    ],
    says: 'building the sink and interceptors of Tekton Triggers v0.34.0; about 3 minutes on 2 cores',
  },
  {
    script: 'approvals/build.sh',
    files: ['approvals-v0.7.0/controller', 'approvals-v0.7.0/types.yaml'],
    says: 'building the controller of ApprovalTasks; about 2 minutes on 2 cores',
  },
  {
    script: 'gateway/build.sh',
    files: ['gateway-api-v1.4.0/types.yaml'],
    says: 'fetching the types of the Gateway API; seconds',
  },
  {
    script: 'registry/build.sh',
    files: ['registry-v3.0.0'],
    says: 'building an image registry; about 2 minutes on 2 cores',
  },
  {
    script: 'prometheus/build.sh',
    files: ['prometheus-v3.16.0'],
    says: 'building Prometheus; about 6 minutes on 2 cores',
  },
  {
    script: 'gitea/build.sh',
    files: ['gitea-v1.26.4/gitea'],
    says: 'building Gitea; about 6 minutes on 2 cores',
  },
];

/** All that is built, with the versions that tell. */
export const PEER_FILES = BUILDS.flatMap(({ files }) => files);

const missing = () =>
  BUILDS.filter(({ files }) => !files.every(name => existsSync(path.join(binFolder, name))));
const isBuilt = () => missing().length === 0;

/** Why no real API server can run here; undefined where one can. */
export function whyNoPeer() {
  if (process.platform === 'win32') return 'the peers need Linux or macOS';
  if (isBuilt()) return undefined;
  try {
    execFileSync('go', ['version'], { stdio: 'ignore' });
    return undefined;
  } catch {
    return 'no Go toolchain to build kube-apiserver with (install Go 1.26, then: bash e2e-tests/peers/kube/build.sh)';
  }
}

/** Builds the binaries where they are missing; minutes when cold. */
export async function buildPeer(detail) {
  if (isBuilt()) return 'in the cache';
  for (const { script, says } of missing()) {
    detail(says);
    const { code, output } = await runTool('bash', [path.join(PEERS, script), binFolder], {
      cwd: root,
      env: process.env,
      onLine: line => detail(line.slice(0, 60)),
    });
    if (code !== 0)
      throw new Error(`Building the peers failed:\n${output.split('\n').slice(-20).join('\n')}`);
  }
  return 'built';
}

/**
 * Starts a cluster: API server, controllers, scheduler, KWOK nodes; the types of the Gateway API and of Tekton Triggers; Tekton's controller with the runner of its pods, and that of ApprovalTasks. An image registry, a Prometheus and a Gitea beside it.
 * @returns {Promise<{ kubeconfig: string, registry: string, prometheus: string, gitea: string, folder: string, stop: () => Promise<void> }>}
 */
export async function startPeer({ port, nodes, node }) {
  const state = mkdtempSync(path.join(tmpdir(), 'kubemate-peer-'));
  const env = {
    ...process.env,
    KUBEMATE_PEERS: binFolder,
    KUBEMATE_PEER_NODES: String(nodes),
    KUBEMATE_NODE: node,
  };
  const stop = async () => {
    await runTool('bash', [path.join(folder, 'stop.sh'), state], { cwd: root, env });
    rmSync(state, { recursive: true, force: true });
  };
  const start = async (name, script, at) => {
    const args = [path.join(PEERS, script), state, String(at)];
    const { code, output } = await runTool('bash', args, { cwd: root, env });
    if (code === 0) return;
    await stop();
    throw new Error(`${name} did not start:\n${output.split('\n').slice(-20).join('\n')}`);
  };
  await start('The real API server', 'kube/start.sh', port);
  await start('The Gateway API', 'gateway/start.sh', port);
  await start('Tekton Triggers', 'triggers/start.sh', port);
  await start('Tekton', 'tekton/start.sh', port + 2_000);
  await start('The controller of ApprovalTasks', 'approvals/start.sh', port + 2_010);
  await start('The registry', 'registry/start.sh', port + 2_100);
  await start('Prometheus', 'prometheus/start.sh', port + 2_200);
  await start('Gitea', 'gitea/start.sh', port + 2_300);
  return {
    kubeconfig: path.join(state, 'admin.kubeconfig'),
    registry: `http://127.0.0.1:${port + 2_100}`,
    prometheus: `http://127.0.0.1:${port + 2_200}`,
    gitea: readFileSync(path.join(state, 'gitea.url'), 'utf8').trim(),
    ...{ folder: state, stop },
  };
}
