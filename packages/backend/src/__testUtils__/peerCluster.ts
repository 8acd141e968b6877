import { buildKustomization } from '@kubemate/kustomize-node';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { stringify } from 'yaml';
import type { SandboxPortal } from './SandboxPortal';
import { kubectl, kubectlPeer } from './toolchains';

const kubeconfig = process.env.KUBEMATE_PEER_KUBECONFIG;
const client = ['--kubeconfig', String(kubeconfig)];

/** Skipped, and counted as that, where `npm test` has built or started nothing. */
export const itWithKubectl = kubectlPeer === undefined ? it.skip : it;
export const itWithPeer = kubeconfig === undefined || kubectlPeer === undefined ? it.skip : it;
export const itWithTekton = process.env.KUBEMATE_PEER_TEKTON === undefined ? it.skip : itWithPeer;

const apply = (text: string, ...options: string[]) =>
  kubectl([...client, 'apply', '--server-side', '--validate=strict', '-f', '-', ...options], text);

/**
 * Applies overlays one after the other to the real API server, in a namespace of their own where Pod Security is `restricted`: each strictly, on trial and in earnest.
 * The controllers make pods of what they say, so the pods are taken too.
 */
export async function applyOverlays(
  files: ReadonlyMap<string, string>,
  { name, namespace, overlays }: { name: string; namespace: string; overlays: readonly string[] },
): Promise<void> {
  await kubectl([...client, 'create', 'namespace', namespace]);
  const restricted = 'pod-security.kubernetes.io/enforce=restricted';
  await kubectl([...client, 'label', 'namespace', namespace, restricted]);
  for (const overlay of overlays) {
    const objects = buildKustomization(files, `deploy/overlays/${overlay}`);
    const moved = objects.map(object => ({
      ...object,
      metadata: { ...object.metadata, namespace },
    }));
    const text = moved.map(object => stringify(object)).join('---\n');
    await apply(text, '--dry-run=server');
    await apply(text);
  }
  const pod = ['pod', '-l', `app.kubernetes.io/name=${name}`];
  await kubectl([...client, '-n', namespace, 'wait', '--for=create', ...pod, '--timeout=60s']);
  await kubectl([...client, 'delete', 'namespace', namespace, '--wait=false']);
}

/** Makes a Pipeline of the real Tekton's types, and takes it away. */
export async function applyPipeline(
  files: ReadonlyMap<string, string>,
  name: string,
): Promise<void> {
  await apply(files.get('.tekton/pipeline.yaml') ?? '', '--namespace=default');
  await kubectl([...client, '-n', 'default', 'delete', 'pipelines.tekton.dev', name]);
}

/** In the place of programs that need a container runtime or a registry: they say what they were asked, and do nothing of it. */
const STAND_INS = {
  buildah: `
while [ $# -gt 0 ]; do
  if [ "$1" = --digestfile ]; then printf 'sha256:%064d' 0 > "$2"; fi
  shift
done`,
  trivy: '',
};

function makeStandIns(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'kubemate-stand-ins-'));
  for (const [name, body] of Object.entries(STAND_INS)) {
    const script = `#!/bin/sh\necho "stand-in for ${name}: $*"${body}\n`;
    writeFileSync(path.join(folder, name), script, { mode: 0o755 });
  }
  symlinkSync(String(kubectlPeer), path.join(folder, 'kubectl'));
  return folder;
}

/** Where npm finds packages on this machine: steps have a home of their own. */
function npmSettings(): Record<string, string> {
  const { NODE_EXTRA_CA_CERTS, npm_config_registry } = process.env;
  return {
    npm_config_cache: path.join(homedir(), '.npm'),
    npm_config_prefer_offline: 'true',
    npm_config_userconfig: path.join(homedir(), '.npmrc'),
    ...(NODE_EXTRA_CA_CERTS === undefined ? {} : { NODE_EXTRA_CA_CERTS }),
    ...(npm_config_registry === undefined ? {} : { npm_config_registry }),
  };
}

/** Makes a repository of a folder, and answers its commit. */
function commitAll(folder: string): string {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, encoding: 'utf8' });
  git('init', '--quiet', '--initial-branch=main');
  git('config', 'uploadpack.allowAnySHA1InWant', 'true');
  git('add', '--all');
  const author = ['-c', 'user.name=Dana', '-c', 'user.email=dana@example.com'];
  git(...author, 'commit', '--quiet', '--message=First commit');
  return git('rev-parse', 'HEAD').trim();
}

/**
 * Has the real Tekton run the Pipeline of what a template wrote, from a commit to the Deployment. Its steps run as processes of this machine, by the runner of the
 * peers: git, the tests and kubectl are real, buildah and trivy are {@link STAND_INS}.
 * @returns the run as it ended, what its steps wrote, and the image that the Deployment has
 */
export async function runPipeline(
  { root, files }: { root: string; files: ReadonlyMap<string, string> },
  { name, namespace }: { name: string; namespace: string },
): Promise<{ run: any; logs: string; image: string; commit: string }> {
  const commit = commitAll(root);
  const standIns = makeStandIns();
  const at = [...client, '-n', namespace];
  try {
    await kubectl([...client, 'create', 'namespace', namespace]);
    await apply(stringify(volumeFor(namespace)));
    await apply(files.get('.tekton/pipeline.yaml') ?? '', `--namespace=${namespace}`);
    const overlay = buildKustomization(files, 'deploy/overlays/dev');
    await apply(overlay.map(object => stringify(object)).join('---\n'));
    const env = {
      ...npmSettings(),
      ...{ PATH: `${standIns}:${process.env.PATH}`, KUBECONFIG: String(kubeconfig) },
    };
    const repository = `file://${root}`;
    await apply(stringify(runOf(name, { repository, commit, env })), `--namespace=${namespace}`);
    const run = await endOf(async () =>
      JSON.parse(await kubectl([...at, 'get', 'pipelinerun', name, '-ojson'])),
    );
    const logs = await logsOf(at, name);
    const field = '{.spec.template.spec.containers[0].image}';
    const image = await kubectl([...at, 'get', 'deployment', name, `-ojsonpath=${field}`]);
    return { run, logs, image, commit };
  } finally {
    await kubectl([
      ...client,
      'delete',
      'namespace',
      namespace,
      '--wait=false',
      '--ignore-not-found',
    ]);
    await kubectl([...client, 'delete', 'pv', namespace, '--wait=false', '--ignore-not-found']);
    rmSync(standIns, { recursive: true, force: true });
  }
}

/** What the steps of a run wrote; init containers have no logs here. */
async function logsOf(at: readonly string[], run: string): Promise<string> {
  const selector = `tekton.dev/taskRun,tekton.dev/pipelineRun=${run}`;
  const { items } = JSON.parse(await kubectl([...at, 'get', 'pods', '-l', selector, '-ojson']));
  let logs = '';
  for (const { metadata, spec } of items)
    for (const container of spec.containers)
      logs += await kubectl([...at, 'logs', metadata.name, '-c', container.name]);
  return logs;
}

/** No provisioner runs: what the run claims is there before. */
function volumeFor(namespace: string): object {
  return {
    ...{ apiVersion: 'v1', kind: 'PersistentVolume', metadata: { name: namespace } },
    spec: {
      capacity: { storage: '1Gi' },
      accessModes: ['ReadWriteOnce'],
      hostPath: { path: `/nowhere/${namespace}` },
    },
  };
}

/** As the step `kubemate:tekton:run` starts it. */
function runOf(
  name: string,
  of: { repository: string; commit: string; env: Readonly<Record<string, string>> },
): object {
  const claim = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
  return {
    ...{ apiVersion: 'tekton.dev/v1', kind: 'PipelineRun', metadata: { name } },
    spec: {
      pipelineRef: { name },
      params: [
        { name: 'repo-url', value: of.repository },
        { name: 'revision', value: of.commit },
      ],
      workspaces: [{ name: 'source', volumeClaimTemplate: { spec: claim } }],
      taskRunTemplate: {
        podTemplate: {
          env: Object.entries(of.env).map(([key, value]) => ({ name: key, value })),
          nodeSelector: { 'kubernetes.io/hostname': 'tekton-runner' },
          tolerations: [{ key: 'kubemate.io/tekton-runner', operator: 'Exists' }],
        },
      },
    },
  };
}

async function endOf(read: () => Promise<any>): Promise<any> {
  const deadline = Date.now() + 240_000;
  for (;;) {
    const run = await read();
    const done = run.status?.conditions?.some(({ status }: any) => status !== 'Unknown');
    if (done || Date.now() > deadline) return run;
    await new Promise(resolve => setTimeout(resolve, 1_000));
  }
}

/** The files of a branch of a repository of the portal that say what runs. */
export async function deployFiles(
  portal: SandboxPortal,
  { repository, ref }: { repository: string; ref: string },
): Promise<Map<string, string>> {
  const base = `/repositories/repositories/${repository}/files`;
  const { body } = await portal.ask('developer', `${base}?recursive=true&ref=${ref}`);
  const files = new Map<string, string>();
  for (const { path: file, kind } of body.items) {
    if (kind !== 'file' || !/^(deploy|\.tekton)\//.test(file)) continue;
    const query = new URLSearchParams({ path: file, ref });
    const found = await portal.ask('developer', `${base}?${query}`);
    files.set(file, found.body.file.content);
  }
  return files;
}
