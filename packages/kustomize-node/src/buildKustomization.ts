import { InputError } from '@backstage/errors';
import path from 'node:path';
import { applyPatches } from './applyPatches';
import { titleOf, type Manifest, type WorkspaceTexts } from './Manifest';
import { objectsOf, textOf } from './parseYaml';
import { kustomizationFile, readKustomization, type Kustomization } from './readKustomization';
import { annotated, labelled, placed, scaled, withImage } from './transformers';

const MAX_DEPTH = 20;
const MAX_OBJECTS = 1000;

interface Build {
  readonly files: WorkspaceTexts;
  /** Folders that are being built now, from the outermost. */
  readonly within: readonly string[];
}

/**
 * The objects of an overlay, as `kubectl kustomize` builds them from these files.
 * @param folder - a path of the workspace that has a kustomization file
 * @throws InputError naming file and field, for what is wrong and for what is not supported
 */
export function buildKustomization(files: WorkspaceTexts, folder: string): Manifest[] {
  return build([], path.posix.normalize(folder), { files, within: [] });
}

function build(before: Manifest[], folder: string, { files, within }: Build): Manifest[] {
  if (within.includes(folder))
    throw new InputError(`${folder} is part of itself: ${[...within, folder].join(' → ')}`);
  if (within.length > MAX_DEPTH) throw new InputError(`${folder} is nested too deep`);
  const file = kustomizationFile(files, folder);
  if (file === undefined) throw new InputError(`${folder} has no kustomization.yaml`);
  const kustomization = readKustomization(textOf(files, file, folder), file);
  const inner = { files, within: [...within, folder] };
  let objects = before;
  for (const resource of kustomization.resources)
    objects = [...objects, ...resourceOf(inside(folder, resource, file), file, inner)];
  for (const component of kustomization.components) {
    const at = inside(folder, component, file);
    if (kindOf(inner, at, file) !== 'Component')
      throw new InputError(`${file} names ${at}, which is no Component`);
    objects = build(objects, at, inner);
  }
  if (objects.length > MAX_OBJECTS)
    throw new InputError(`${file} has more than ${MAX_OBJECTS} objects`);
  refuseTwice(objects, file);
  return transformed(objects, kustomization, { files, folder, file });
}

function resourceOf(at: string, file: string, inner: Build): Manifest[] {
  if (inner.files.has(at)) return objectsOf(textOf(inner.files, at, file), at);
  if (kindOf(inner, at, file) !== 'Kustomization')
    throw new InputError(`${file} names ${at} as a resource, but it is a Component`);
  return build([], at, inner);
}

function kindOf({ files }: Build, folder: string, namedBy: string): Kustomization['kind'] {
  const file = kustomizationFile(files, folder);
  if (file === undefined) throw new InputError(`${namedBy} names ${folder}, which is not there`);
  return readKustomization(textOf(files, file, folder), file).kind;
}

function inside(folder: string, named: string, file: string): string {
  if (/^[\w+.-]+:|^\/|\?|^github\.com\//.test(named))
    throw new InputError(`${file}: ${named} is not supported: only paths within the workspace are`);
  const at = path.posix.join(folder, named).replace(/\/$/, '');
  if (at.startsWith('..')) throw new InputError(`${file}: ${named} is outside the workspace`);
  return at;
}

function refuseTwice(objects: readonly Manifest[], file: string): void {
  const seen = new Set<string>();
  for (const object of objects) {
    const { apiVersion, kind, metadata } = object;
    const group = apiVersion.replace(/\/?[^/]*$/, '');
    const key = JSON.stringify([group, kind, metadata.namespace, metadata.name]);
    if (seen.has(key)) throw new InputError(`${file}: ${titleOf(object)} is there twice`);
    seen.add(key);
  }
}

/** In the order in which kustomize does it. */
function transformed(
  objects: Manifest[],
  kustomization: Kustomization,
  place: { files: WorkspaceTexts; folder: string; file: string },
): Manifest[] {
  const { namespace, labels, commonAnnotations, images } = kustomization;
  let result = applyPatches(objects, kustomization.patches, place).map(object => {
    const own = namespace === undefined ? object : placed(object, namespace, place.file);
    return annotated(labels.reduce(labelled, own), commonAnnotations);
  });
  for (const replicas of kustomization.replicas) result = scaled(result, replicas, place.file);
  return result.map(object => images.reduce(withImage, object));
}
