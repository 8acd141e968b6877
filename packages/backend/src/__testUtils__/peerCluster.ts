import { buildKustomization } from '@kubemate/kustomize-node';
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
export function applyOverlays(
  files: ReadonlyMap<string, string>,
  { name, namespace, overlays }: { name: string; namespace: string; overlays: readonly string[] },
): void {
  kubectl([...client, 'create', 'namespace', namespace]);
  const restricted = 'pod-security.kubernetes.io/enforce=restricted';
  kubectl([...client, 'label', 'namespace', namespace, restricted]);
  for (const overlay of overlays) {
    const objects = buildKustomization(files, `deploy/overlays/${overlay}`);
    const moved = objects.map(object => ({
      ...object,
      metadata: { ...object.metadata, namespace },
    }));
    const text = moved.map(object => stringify(object)).join('---\n');
    apply(text, '--dry-run=server');
    apply(text);
  }
  const pod = ['pod', '-l', `app.kubernetes.io/name=${name}`];
  kubectl([...client, '-n', namespace, 'wait', '--for=create', ...pod, '--timeout=60s']);
  kubectl([...client, 'delete', 'namespace', namespace, '--wait=false']);
}

/** Makes a Pipeline of the real Tekton's types, and takes it away. */
export function applyPipeline(files: ReadonlyMap<string, string>, name: string): void {
  apply(files.get('.tekton/pipeline.yaml') ?? '', '--namespace=default');
  kubectl([...client, '-n', 'default', 'delete', 'pipelines.tekton.dev', name]);
}

/** The files of a branch of a repository of the portal that say what runs. */
export async function deployFiles(
  portal: SandboxPortal,
  { repository, ref }: { repository: string; ref: string },
): Promise<Map<string, string>> {
  const base = `/repositories/repositories/${repository}/files`;
  const { body } = await portal.ask('developer', `${base}?recursive=true&ref=${ref}`);
  const files = new Map<string, string>();
  for (const { path, kind } of body.items) {
    if (kind !== 'file' || !/^(deploy|\.tekton)\//.test(path)) continue;
    const query = new URLSearchParams({ path, ref });
    const found = await portal.ask('developer', `${base}?${query}`);
    files.set(path, found.body.file.content);
  }
  return files;
}
