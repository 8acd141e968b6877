import { ConflictError, isError } from '@backstage/errors';
import type { KubeObject } from '@kubemate/kube-common';
import { getIfThere } from '@kubemate/kube-node';
import type { KubeWrite } from '@kubemate/kube-node';
import type { ObjectInput, Phrase } from '@kubemate/operations-common';
import {
  defineOperation,
  diffObjects,
  PlanChangedError,
  writtenPart,
} from '@kubemate/operations-node';
import { clustersOperations, sayObject } from '@kubemate/plugin-clusters-common';
import type { z } from 'zod';
import { appliedCompensation } from './appliedCompensation';
import { asObject, undoSchema } from './applyUndo';
import { lintManifest } from './lintManifest';
import { nameObject, nameOf, needOn, targetOf } from './namedObject';
import type { NamedObject } from './namedObject';
import { parseManifest } from './parseManifest';
import type { Manifest } from './parseManifest';
import { quotaOf } from './quotaOf';

const { applyManifest: contract } = clustersOperations;
type Input = z.output<typeof contract.input>;

/** Server-side apply, or with a resourceVersion in the manifest a replacement of exactly that version: what an editor saves. */
export const applyManifest = defineOperation({
  contract,
  compensate: appliedCompensation,
  target: input => targetOf(objectOf(input, parseManifest(input.manifest))),
  async needs(input, context) {
    const manifest = parseManifest(input.manifest);
    const named = await nameObject(objectOf(input, manifest), context);
    const isEdit = manifest.metadata.resourceVersion !== undefined;
    return [needOn(named, 'get'), needOn(named, isEdit ? 'update' : 'patch')];
  },
  async plan(input, context) {
    const manifest = parseManifest(input.manifest);
    const object = objectOf(input, manifest);
    const named = await nameObject(object, context);
    const before = await getIfThere(named.ref, context);
    const write = writeOf({ input, manifest, named });
    const summary = sayObject(before === undefined ? 'create' : 'change', {
      object: nameOf(object),
    });
    const text = input.manifest;
    const { refusal, ...lint } = await lintManifest({ text, manifest, named }, context);
    const state = { write, before, object };
    if (refusal !== undefined)
      return { summary, diff: [], refusal, warnings: lint.warnings, state };
    try {
      const { object: after, warnings } = await context.kube.write(
        { ...write, dryRun: true, signal: context.signal },
        context.viewer,
      );
      const made = after ?? manifestObject(manifest);
      const { quota, warnings: short } = await quotaOf({ named, before, after: made }, context);
      return {
        summary,
        diff: [diffObjects(named.target, { before, after: made })],
        warnings: [...warnings, ...lint.warnings, ...short, ...managedBy(before)],
        quota,
        state,
      };
    } catch (error) {
      throw write.verb === 'replace' ? explained(error, { named, before, manifest }) : error;
    }
  },
  async run(_input, { state, kube, viewer, signal }) {
    const { write, before, object } = state;
    const { object: after, warnings } = await kube.write({ ...write, signal }, viewer);
    return { warnings, undo: undoOf({ object, before, after }) };
  },
  async undo(data, context) {
    const { object, uid, before, after } = undoSchema.parse(data);
    const named = await nameObject(object, context);
    const now = await context.kube.get(named.ref, context.viewer);
    const { changes } = diffObjects(named.target, { before: asObject(after, now), after: now });
    if (now.metadata.uid !== uid || changes.length > 0) {
      const fields = changes.map(({ path }) => path).slice(0, 5);
      throw new ConflictError(
        `Somebody has changed ${nameOf(object)} since (${fields.join(', ') || 'it is another one'}); it stays as it is`,
      );
    }
    const { kube, viewer, signal } = context;
    if (before === undefined) {
      const preconditions = { uid, resourceVersion: now.metadata.resourceVersion };
      const { warnings } = await kube.write(
        { ...named.ref, verb: 'delete', preconditions, signal },
        viewer,
      );
      return { warnings };
    }
    const { resourceVersion } = now.metadata;
    const { warnings } = await kube.write(
      {
        ...named.ref,
        verb: 'replace',
        object: { ...before, metadata: { ...before.metadata, resourceVersion } },
        signal,
      },
      viewer,
    );
    return { warnings };
  },
});

function objectOf({ cluster, namespace }: Input, manifest: Manifest): ObjectInput {
  const { apiVersion, kind, metadata } = manifest;
  return {
    cluster,
    apiVersion,
    kind,
    namespace: metadata.namespace ?? namespace,
    name: metadata.name,
  };
}

function writeOf(options: { input: Input; manifest: Manifest; named: NamedObject }): KubeWrite {
  const { input, manifest, named } = options;
  if (manifest.metadata.resourceVersion !== undefined)
    return { ...named.ref, verb: 'replace', object: manifest };
  return {
    ...named.ref,
    verb: 'patch',
    patch: { type: 'apply', value: manifest },
    force: input.force,
  };
}

/** An edit of a version that is not the newest any more: says how what was written differs from what there is now. */
function explained(
  error: unknown,
  {
    named,
    before,
    manifest,
  }: { named: NamedObject; before: KubeObject | undefined; manifest: Manifest },
): unknown {
  if (!isError(error) || error.name !== 'ConflictError' || before === undefined) return error;
  if (before.metadata.resourceVersion === manifest.metadata.resourceVersion) return error;
  return new PlanChangedError([
    diffObjects(named.target, { before, after: manifestObject(manifest) }),
  ]);
}

function undoOf(options: {
  object: ObjectInput;
  before: KubeObject | undefined;
  after: KubeObject | undefined;
}) {
  const { object, before, after } = options;
  // The values of a Secret are not here to be put back, and must not be kept.
  if (after === undefined || (object.kind === 'Secret' && before !== undefined)) return undefined;
  return {
    object,
    uid: after.metadata.uid,
    before: before && writtenPart(before),
    after: writtenPart(after),
  };
}

function manifestObject(manifest: Manifest): KubeObject {
  const { uid = '', resourceVersion = '', creationTimestamp = '' } = manifest.metadata;
  return {
    ...manifest,
    metadata: { ...manifest.metadata, uid, resourceVersion, creationTimestamp },
  };
}

/** Tools that will put back what is changed by hand. */
function managedBy(object: KubeObject | undefined): Phrase[] {
  const { labels = {}, annotations = {} } = object?.metadata ?? {};
  const argo = annotations['argocd.argoproj.io/tracking-id'];
  const flux = labels['kustomize.toolkit.fluxcd.io/name'] ?? labels['helm.toolkit.fluxcd.io/name'];
  const helm = annotations['meta.helm.sh/release-name'];
  return [
    ...(argo ? [sayObject('byArgo')] : []),
    ...(flux ? [sayObject('byFlux', { name: flux })] : []),
    ...(helm ? [sayObject('byHelm', { name: helm })] : []),
  ];
}
