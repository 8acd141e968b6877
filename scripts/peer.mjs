// The real Kubernetes that tests run against: built from Go modules into the user's cache, started on loopback.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { runTool } from './runTool.mjs';
import { root } from './toolchain.mjs';

const folder = path.join(root, 'e2e-tests/peers/kube');
const binFolder = path.join(
  process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'),
  'kubemate-peers/bin',
);

const isBuilt = () =>
  ['kubepeer', 'kwok', 'helm'].every(name => existsSync(path.join(binFolder, name)));

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
  detail('building kube-apiserver, etcd, KWOK and Helm; about 14 minutes on 2 cores');
  const { code, output } = await runTool('bash', [path.join(folder, 'build.sh'), binFolder], {
    cwd: root,
    env: process.env,
    onLine: line => detail(line.slice(0, 60)),
  });
  if (code !== 0)
    throw new Error(`Building the peers failed:\n${output.split('\n').slice(-20).join('\n')}`);
  return 'built';
}

/**
 * Starts a cluster: API server, controllers, scheduler, KWOK nodes.
 * @returns {Promise<{ kubeconfig: string, folder: string, stop: () => Promise<void> }>}
 */
export async function startPeer({ port, nodes }) {
  const state = mkdtempSync(path.join(tmpdir(), 'kubemate-peer-'));
  const env = { ...process.env, KUBEMATE_PEERS: binFolder, KUBEMATE_PEER_NODES: String(nodes) };
  const stop = async () => {
    await runTool('bash', [path.join(folder, 'stop.sh'), state], { cwd: root, env });
    rmSync(state, { recursive: true, force: true });
  };
  const { code, output } = await runTool(
    'bash',
    [path.join(folder, 'start.sh'), state, String(port)],
    { cwd: root, env },
  );
  if (code !== 0) {
    await stop();
    throw new Error(
      `The real API server did not start:\n${output.split('\n').slice(-20).join('\n')}`,
    );
  }
  return { kubeconfig: path.join(state, 'admin.kubeconfig'), folder: state, stop };
}
