import { InputError } from '@backstage/errors';
import { parseLabelSelector, matchesLabels, strategicMerge } from '@kubemate/kube-common';
import { applyPatch, type Operation } from 'fast-json-patch';
import path from 'node:path';
import { isJsonObject, manifestSchema, titleOf, type Manifest } from './Manifest';
import type { WorkspaceTexts } from './Manifest';
import { mergeSchemaOf } from './mergeSchemas';
import { documentsOf, textOf } from './parseYaml';
import type { Kustomization, PatchTarget } from './readKustomization';

type PatchEntry = Kustomization['patches'][number];

interface PatchPlace {
  readonly files: WorkspaceTexts;
  readonly folder: string;
  /** Whose field `patches` it is. */
  readonly file: string;
}

/** The objects as the entries of `patches` leave them. */
export function applyPatches(
  objects: readonly Manifest[],
  patches: readonly PatchEntry[],
  place: PatchPlace,
): Manifest[] {
  let patched = [...objects];
  for (const [index, entry] of patches.entries()) {
    const where = `${place.file}: patches.${index}`;
    const from = entry.path === undefined ? undefined : path.posix.join(place.folder, entry.path);
    const text = from === undefined ? (entry.patch ?? '') : textOf(place.files, from, place.file);
    for (const document of documentsOf(text, from ?? where))
      patched = patchAll(patched, document, { target: entry.target, where });
  }
  return patched;
}

interface PatchOptions {
  readonly target: PatchTarget | undefined;
  readonly where: string;
}

function patchAll(objects: Manifest[], document: unknown, options: PatchOptions): Manifest[] {
  const { target, where } = options;
  if (Array.isArray(document)) {
    if (target === undefined) throw new InputError(`${where}: a JSON patch needs a target`);
    return objects.map(object =>
      isTarget(object, target) ? jsonPatched(object, document, where) : object,
    );
  }
  if (!isJsonObject(document)) throw new InputError(`${where} is no patch`);
  if (target !== undefined)
    return objects.flatMap(object =>
      isTarget(object, target) ? merged(object, document, where) : object,
    );
  const named = manifestSchema.safeParse(document);
  if (!named.success)
    throw new InputError(`${where}: without a target it needs apiVersion, kind and metadata.name`);
  const own = (object: Manifest) =>
    object.apiVersion === named.data.apiVersion &&
    object.kind === named.data.kind &&
    object.metadata.name === named.data.metadata.name;
  if (!objects.some(own))
    throw new InputError(`${where}: there is no ${titleOf(named.data)} to patch`);
  return objects.flatMap(object => (own(object) ? merged(object, document, where) : object));
}

function jsonPatched(object: Manifest, operations: unknown[], where: string): Manifest {
  try {
    const copy = structuredClone(object);
    const { newDocument } = applyPatch(copy, operations as Operation[], true, true, true);
    return manifestSchema.parse(newDocument);
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new InputError(`${where} does not fit ${titleOf(object)}: ${reason}`);
  }
}

/** None where the patch deletes it. What an object is called and is, a patch does not change. */
function merged(object: Manifest, patch: object, where: string): Manifest[] {
  if ('$patch' in patch && patch.$patch === 'delete') return [];
  const { apiVersion, kind, metadata } = object;
  try {
    const schema = mergeSchemaOf(apiVersion, kind);
    const result = manifestSchema.parse(
      strategicMerge(object, patch, { schema, placing: 'first' }),
    );
    return [{ ...result, apiVersion, kind, metadata: { ...result.metadata, name: metadata.name } }];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InputError(`${where} does not fit ${titleOf(object)}: ${reason}`);
  }
}

function isTarget({ apiVersion, kind, metadata }: Manifest, target: PatchTarget): boolean {
  const [version = '', group = ''] = apiVersion.split('/').reverse();
  const fits = (pattern: string | undefined, value: string) =>
    pattern === undefined || pattern === '' || plain(pattern) === value;
  return (
    fits(target.group, group) &&
    fits(target.version, version) &&
    fits(target.kind, kind) &&
    fits(target.name, metadata.name) &&
    hasLabels(target.labelSelector, metadata.labels ?? {})
  );
}

/** kustomize takes regular expressions there. One that takes for ever would hold the portal up. */
function plain(pattern: string): string {
  if (/^[\w./-]*$/.test(pattern)) return pattern;
  throw new InputError(`The target “${pattern}” is not supported here: name it in full`);
}

function hasLabels(selector: string | undefined, labels: Record<string, string>): boolean {
  if (selector === undefined) return true;
  const parsed = parseLabelSelector(selector);
  if (!parsed.ok) throw new InputError(`“${selector}” is no label selector: ${parsed.message}`);
  return matchesLabels(parsed.selector, labels);
}
