import type { ClusterObject } from '@kubemate/plugin-clusters-common';
import { Fields } from '../object/Fields';

/** What puts an object back to its state in Git, or in a chart. */
export interface GitOpsSource {
  readonly tool: 'argocd' | 'flux' | 'git' | 'helm';
  /** `shop/payments`: the application, kustomization, release or repository. */
  readonly name: string;
  /** A change made here is undone by the tool at its next look. */
  readonly reverts: boolean;
}

/** Reads who manages an object from the marks that Argo CD, Flux and Helm leave on it, or from what its owner notes: the repository it comes from. */
export function gitOpsSource(object: ClusterObject): GitOpsSource | undefined {
  const meta = new Fields(object).at('metadata');
  const label = (key: string) => meta.at('labels', key).text;
  const annotation = (key: string) => meta.at('annotations', key).text;
  // `<application>:<group>/<kind>:<namespace>/<name>`
  const tracked =
    annotation('argocd.argoproj.io/tracking-id')?.split(':')[0] ??
    label('argocd.argoproj.io/instance');
  if (tracked !== undefined) return { tool: 'argocd', name: tracked, reverts: true };
  for (const kind of ['kustomize', 'helm']) {
    const name = label(`${kind}.toolkit.fluxcd.io/name`);
    const namespace = label(`${kind}.toolkit.fluxcd.io/namespace`);
    if (name !== undefined)
      return { tool: 'flux', name: [namespace, name].filter(Boolean).join('/'), reverts: true };
  }
  const repository = annotation('kubemate.io/source');
  if (repository !== undefined) return { tool: 'git', name: repository, reverts: true };
  const release = annotation('meta.helm.sh/release-name');
  if (release === undefined) return undefined;
  const namespace = annotation('meta.helm.sh/release-namespace');
  return { tool: 'helm', name: [namespace, release].filter(Boolean).join('/'), reverts: false };
}
