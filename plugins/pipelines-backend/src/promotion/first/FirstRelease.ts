import type { BackstageCredentials, BackstageUserPrincipal } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import { matchesLabels, parseLabelSelector } from '@kubemate/kube-common';
import type { KubeService, Viewer } from '@kubemate/kube-node';
import { buildKustomization, titleOf } from '@kubemate/kustomize-node';
import type { Manifest } from '@kubemate/kustomize-node';
import type { Sentence } from '@kubemate/operations-common';
import { say } from '@kubemate/plugin-pipelines-common';
import type { RunningImage, WorkloadRef } from '@kubemate/plugin-pipelines-common';
import { z } from 'zod';
import type { Component, ManifestSource } from '../environments/Components';
import type { Environment } from '../environments/Environment';
import { namespaceOf } from '../environments/EnvironmentReader';
import { chooseContainer, WORKLOAD_KINDS } from '../environments/workloads';
import type { WorkloadKind } from '../environments/workloads';
import type { Forge } from '@kubemate/git-hosts-node';
import { folderOf } from '../git/pathOf';
import { pinned } from '../imageRef';
import { needOn } from '../promotions/planPromotion';

/** What a component is made of where it does not run yet: by the overlay of its own repository. */
export interface FirstRelease {
  readonly ref: WorkloadRef;
  /** Each in its namespace; the workload is the last, and has the image. */
  readonly objects: readonly Manifest[];
}

interface Question {
  readonly component: Component;
  readonly source: ManifestSource;
  readonly environment: Environment;
  readonly image: RunningImage;
  readonly viewer: Viewer;
  readonly credentials: BackstageCredentials<BackstageUserPrincipal>;
}

/** What the repository has is no first release. */
class Unfit extends Error {
  constructor(readonly why: Sentence) {
    super();
  }
}

const podsSchema = z.looseObject({
  template: z.looseObject({
    spec: z.looseObject({ containers: z.array(z.looseObject({ name: z.string() })) }),
  }),
});

/** Whether a component that is nowhere in an environment is meant to get there, and says by which objects. */
export function isFirst({ source, git, environments }: Component, { name }: Environment): boolean {
  return source !== undefined && git === undefined && environments?.includes(name) !== false;
}

/** The rights on the workload that it makes; of the other objects the API server decides. Nothing where it is not known in which namespace that is. */
export function needsOfFirst(component: Component, environment: Environment) {
  const namespace = namespaceOf(component, environment);
  if (!isFirst(component, environment) || namespace === undefined) return [];
  const { cluster } = environment;
  const { name } = component;
  const ref = { cluster, apiVersion: 'apps/v1', kind: 'Deployment', namespace, name } as const;
  return ['create', 'patch'].map(verb => needOn({ ...ref, container: '' }, verb));
}

/** Reads the repository as the person; answers why there is none, or what it is made of. */
export async function readFirstRelease(
  { forge, kube }: { forge: Forge; kube: KubeService },
  question: Question,
): Promise<FirstRelease | { readonly refusal: Sentence }> {
  const { component, source, environment, credentials } = question;
  const path = folderOf(source, environment.name);
  const { repository } = source;
  try {
    // An overlay is made of the folders beside it.
    const [top = ''] = path.split('/');
    const texts = await forge.open(repository, { credentials }).folder(top);
    const files = new Map([...texts].map(([name, text]) => [`${top}/${name}`, text]));
    return await assemble(buildKustomization(files, path), { kube, question });
  } catch (error) {
    if (error instanceof Unfit) return { refusal: error.why };
    if (!isError(error)) throw error;
    const where = { path, repository, component: component.name };
    return { refusal: say('firstProblem', { ...where, reason: error.message }) };
  }
}

async function assemble(
  manifests: readonly Manifest[],
  { kube, question }: { kube: KubeService; question: Question },
): Promise<FirstRelease> {
  const { component, environment, viewer, image } = question;
  const { cluster, title } = environment;
  const wanted = namespaceOf(component, environment);
  const namespaces = new Set<string>();
  const objects: Manifest[] = [];
  for (const manifest of manifests) {
    const { kind, apiVersion, metadata } = manifest;
    if (kind === 'Secret') throw new Unfit(say('firstSecret', { object: titleOf(manifest) }));
    const { namespaced } = await kube.typeOf({ cluster, apiVersion, kind }, viewer);
    if (!namespaced) throw new Unfit(say('firstClusterWide', { object: titleOf(manifest) }));
    const namespace = metadata.namespace ?? wanted;
    if (namespace === undefined)
      throw new Unfit(say('firstNoNamespace', { object: titleOf(manifest) }));
    namespaces.add(namespace);
    objects.push({ ...manifest, metadata: { ...metadata, namespace } });
  }
  const [namespace = '', ...others] = namespaces;
  const isElsewhere = wanted !== undefined && objects.length > 0 && namespace !== wanted;
  if (others.length > 0 || isElsewhere)
    throw new Unfit(
      say('firstNamespaces', { names: [...namespaces].join(', '), environment: title }),
    );
  const workload = workloadIn(objects, question);
  const { ref, made } = withImage(workload, { component, cluster, namespace, image });
  return { ref, objects: [...objects.filter(each => each !== workload), made] };
}

/** The one that will be found there by the component's labels. */
function workloadIn(objects: readonly Manifest[], { component, environment }: Question): Manifest {
  const selector = [component.labelSelector, environment.labelSelector].filter(Boolean).join(',');
  const parsed = parseLabelSelector(selector);
  const found = objects.filter(
    ({ apiVersion, kind, metadata }) =>
      apiVersion === 'apps/v1' &&
      WORKLOAD_KINDS.some(each => each === kind) &&
      parsed.ok &&
      matchesLabels(parsed.selector, metadata.labels ?? {}),
  );
  const [one, ...more] = found;
  if (one === undefined || more.length > 0)
    throw new Unfit(say('firstWorkload', { count: found.length, labels: selector }));
  return one;
}

function withImage(
  workload: Manifest,
  place: { component: Component; cluster: string; namespace: string; image: RunningImage },
): { ref: WorkloadRef; made: Manifest } {
  const { component, cluster, namespace, image } = place;
  const { name } = workload.metadata;
  const spec = podsSchema.parse(workload.spec);
  const { containers } = spec.template.spec;
  const like = [component.name, name];
  const container = chooseContainer(containers, { named: component.container, like });
  if (container === undefined)
    throw new Unfit(say('firstNoContainer', { object: titleOf(workload) }));
  const set = containers.map(each =>
    each === container ? { ...each, image: pinned(image) } : each,
  );
  const pods = { ...spec.template.spec, containers: set };
  return {
    ref: {
      ...{ cluster, apiVersion: 'apps/v1', namespace, name, container: container.name },
      kind: workload.kind as WorkloadKind,
    },
    made: { ...workload, spec: { ...spec, template: { ...spec.template, spec: pods } } },
  };
}
