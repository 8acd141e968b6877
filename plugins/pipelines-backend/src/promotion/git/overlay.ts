import { InputError } from '@backstage/errors';
import type { RunningImage } from '@kubemate/plugin-pipelines-common';
import { isMap, isSeq, parseDocument } from 'yaml';
import type { Document, YAMLMap } from 'yaml';
import { z } from 'zod';

/** An entry of `images` in a kustomization.yaml, as far as it says which image. */
export interface OverlayImage {
  readonly newTag?: string;
  readonly digest?: string;
}

const entrySchema = z.looseObject({
  name: z.string(),
  newName: z.string().optional(),
  newTag: z.union([z.string(), z.number()]).transform(String).optional(),
  digest: z.string().optional(),
});

/** What an overlay has a container run: undefined where it leaves that to its base. */
export function readOverlay(text: string, repository: string): OverlayImage | undefined {
  const entry = findEntry(parse(text), repository);
  if (entry === undefined) return undefined;
  const { newTag, digest } = entrySchema.parse(entry.toJSON());
  return {
    ...(newTag === undefined ? {} : { newTag }),
    ...(digest === undefined ? {} : { digest }),
  };
}

/** The entry that has kustomize write an image: by its digest where that is known, beside the tag that people read. */
export function overlayOf({ tag, digest }: RunningImage): OverlayImage {
  return {
    ...(tag === undefined ? {} : { newTag: tag }),
    ...(digest === undefined ? {} : { digest }),
  };
}

export function isSameOverlay(left?: OverlayImage, right?: OverlayImage): boolean {
  return left?.digest === right?.digest && left?.newTag === right?.newTag;
}

/**
 * Sets the image of an overlay, and leaves everything else as it is written, comments too.
 * @throws InputError where the file is no kustomization
 */
export function writeOverlay(
  text: string,
  { repository, image }: { repository: string; image: OverlayImage | undefined },
): string {
  const document = parse(text);
  const entry = findEntry(document, repository);
  if (entry === undefined) {
    if (image === undefined) return text;
    const images = document.get('images');
    const node = document.createNode({ name: repository, ...image });
    if (isSeq(images)) images.add(node);
    else document.set('images', document.createNode([node]));
  } else if (image === undefined) {
    const images = document.get('images');
    if (isSeq(images)) images.items.splice(images.items.indexOf(entry), 1);
  } else {
    for (const key of ['newTag', 'digest'] as const)
      if (image[key] === undefined) entry.delete(key);
      else entry.set(key, image[key]);
  }
  // As the file has it: `- ` right below its key, or indented.
  const indentSeq = !/^\w+:[ \t]*\n- /m.test(text);
  const flowCollectionPadding = /[[{] \S/.test(text);
  return document.toString({ lineWidth: 0, indentSeq, flowCollectionPadding });
}

function parse(text: string): Document {
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error !== undefined)
    throw new InputError(`The overlay is no YAML: ${error.message.split('\n')[0]}`);
  if (!isMap(document.contents))
    throw new InputError('The overlay is no kustomization: it is no map');
  return document as Document;
}

function findEntry(document: Document, repository: string): YAMLMap | undefined {
  const images = document.get('images');
  if (!isSeq(images)) return undefined;
  return images.items.filter(isMap).find(item => {
    const entry = entrySchema.safeParse(item.toJSON());
    return entry.success && (entry.data.newName ?? entry.data.name) === repository;
  });
}
