import { NotFoundError } from '@backstage/errors';
import type { KubeObject } from '@kubemate/kube-common';
import type { KubeWrite } from '@kubemate/kube-node';
import type { ObjectDiff, Sentence } from '@kubemate/operations-common';
import { diffObjects, type OperationContext } from '@kubemate/operations-node';
import { sayObject } from '@kubemate/plugin-clusters-common';
import type { HelmReleaseRef } from '@kubemate/plugin-clusters-common';
import { nameObject, nameOf, type NamedObject } from '../operations/namedObject';
import { threeWayPatch } from '../operations/mergePatch';
import { manifestObjects, objectKey, type ManifestObject } from './manifestObjects';

/** Annotation by which an object outlives its release: helm.sh/helm/v3 `pkg/kube/resource_policy.go`. */
const POLICY = 'helm.sh/resource-policy';

/** One write of a rollback. */
export interface ReleaseStep {
  readonly named: NamedObject;
  readonly write: KubeWrite;
}

export interface ReleaseSteps {
  readonly steps: readonly ReleaseStep[];
  readonly diff: readonly ObjectDiff[];
  readonly warnings: readonly Sentence[];
}

interface Manifests {
  readonly release: HelmReleaseRef;
  /** Of the newest revision, and of the one to go back to. */
  readonly current: string;
  readonly target: string;
}

/** An object of a manifest as the cluster knows its kind: without a namespace where the kind has none. */
export async function placed(
  object: ManifestObject,
  {
    release,
    context,
  }: { release: HelmReleaseRef; context: Pick<OperationContext, 'kube' | 'viewer'> },
): Promise<NamedObject> {
  const { cluster, namespace: home } = release;
  const { apiVersion, kind, metadata } = object;
  const type = await context.kube.typeOf({ cluster, apiVersion, kind }, context.viewer);
  const namespace = type.namespaced ? metadata.namespace || home : undefined;
  return nameObject({ cluster, apiVersion, kind, namespace, name: metadata.name }, context);
}

/** What one manifest has and another one does not. */
export function leftovers({ current, target, release }: Manifests): readonly ManifestObject[] {
  const kept = new Set(manifestObjects(target).map(object => objectKey(object, release.namespace)));
  return manifestObjects(current)
    .filter(object => !kept.has(objectKey(object, release.namespace)))
    .reverse();
}

/**
 * What has to be written so that the cluster is as a revision's manifest says, found out by dry runs: what is as it should be already is left
 * alone. As `Update` of helm.sh/helm/v3 `pkg/kube/client.go` does it, with lists as values for every kind.
 */
export async function planSteps(
  manifests: Manifests,
  context: OperationContext,
): Promise<ReleaseSteps> {
  const { release } = manifests;
  const originals = new Map(
    manifestObjects(manifests.current).map(object => [
      objectKey(object, release.namespace),
      object,
    ]),
  );
  const planned: Planned[] = [];
  for (const object of manifestObjects(manifests.target)) {
    const original = originals.get(objectKey(object, release.namespace));
    planned.push(await planObject({ object, original, release }, context));
  }
  for (const object of leftovers(manifests))
    planned.push(await planRemoval({ object, release }, context));
  return {
    steps: planned.flatMap(({ step }) => step ?? []),
    diff: planned.flatMap(({ diff }) => diff ?? []),
    warnings: planned.flatMap(({ warnings = [] }) => warnings),
  };
}

interface Planned {
  readonly step?: ReleaseStep;
  readonly diff?: ObjectDiff;
  readonly warnings?: readonly Sentence[];
}

async function planObject(
  options: {
    object: ManifestObject;
    original: ManifestObject | undefined;
    release: HelmReleaseRef;
  },
  context: OperationContext,
): Promise<Planned> {
  const { object, original, release } = options;
  const named = await placed(object, { release, context });
  const before = await inCluster(named, context);
  const write = before
    ? patchOf({ named, object, original: original ?? {}, before })
    : creationOf({ named, object, release });
  if (write === undefined) return {};
  const { object: after, warnings } = await dryRun(write, context);
  const diff = diffObjects(named.target, { before, after });
  const hidden = object.kind === 'Secret' && before !== undefined;
  // A Secret's values are not here to be compared: they are written, whether they differ or not.
  if (before !== undefined && diff.changes.length === 0 && !hidden) return {};
  return {
    step: { named, write },
    ...(diff.changes.length > 0 || before === undefined ? { diff } : {}),
    warnings: [
      ...warnings,
      ...(hidden ? [sayObject('helmHidden', { object: nameOf(named.target) })] : []),
    ],
  };
}

async function planRemoval(
  { object, release }: { object: ManifestObject; release: HelmReleaseRef },
  context: OperationContext,
): Promise<Planned> {
  const named = await placed(object, { release, context });
  const before = await inCluster(named, context);
  if (before === undefined) return {};
  if (before.metadata.annotations?.[POLICY] === 'keep')
    return { warnings: [sayObject('helmKept', { object: nameOf(named.target), policy: POLICY })] };
  const { uid } = before.metadata;
  const write = {
    ...named.ref,
    verb: 'delete' as const,
    propagation: 'Background' as const,
    preconditions: { uid },
  };
  const { warnings } = await dryRun(write, context);
  return {
    step: { named, write },
    diff: diffObjects(named.target, { before }),
    warnings: [
      ...warnings,
      ...(object.kind === 'PersistentVolumeClaim'
        ? [sayObject('helmClaim', { object: nameOf(named.target) })]
        : []),
    ],
  };
}

function patchOf(options: {
  named: NamedObject;
  object: ManifestObject;
  original: Record<string, unknown>;
  before: KubeObject;
}): KubeWrite | undefined {
  const { named, object, original, before } = options;
  const { status, ...target } = object;
  const value = threeWayPatch({ original, target, live: { ...before } });
  if (Object.keys(value).length === 0) return undefined;
  return {
    ...named.ref,
    verb: 'patch',
    patch: { type: 'merge', value },
    fieldValidation: 'Warn',
  };
}

/** Marked as Helm marks what it makes, without which it would not take it over later: `pkg/action/validate.go`. */
function creationOf(options: {
  named: NamedObject;
  object: ManifestObject;
  release: HelmReleaseRef;
}): KubeWrite {
  const { named, object, release } = options;
  const { cluster, resource, namespace } = named.ref;
  const { labels, annotations, ...metadata } = object.metadata;
  return {
    ...{ cluster, resource, namespace },
    verb: 'create',
    fieldValidation: 'Warn',
    object: {
      ...object,
      metadata: {
        ...metadata,
        ...(namespace === undefined ? {} : { namespace }),
        labels: { ...labels, 'app.kubernetes.io/managed-by': 'Helm' },
        annotations: {
          ...annotations,
          'meta.helm.sh/release-name': release.name,
          'meta.helm.sh/release-namespace': release.namespace,
        },
      },
    },
  };
}

function dryRun(write: KubeWrite, { kube, viewer, signal }: OperationContext) {
  return kube.write({ ...write, dryRun: true, signal }, viewer);
}

async function inCluster(
  { ref }: NamedObject,
  { kube, viewer }: OperationContext,
): Promise<KubeObject | undefined> {
  try {
    return await kube.get(ref, viewer);
  } catch (error) {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  }
}
