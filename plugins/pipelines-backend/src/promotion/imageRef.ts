import type { RunningImage } from '@kubemate/plugin-pipelines-common';

const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** Takes `repository[:tag][@digest]` apart. */
export function parseImage(image: string): RunningImage {
  const [named = '', suffix] = image.split('@');
  const colon = named.lastIndexOf(':');
  const hasTag = colon > named.lastIndexOf('/');
  const digest = suffix !== undefined && DIGEST.test(suffix) ? suffix : undefined;
  return {
    image,
    repository: hasTag ? named.slice(0, colon) : named,
    ...(hasTag ? { tag: named.slice(colon + 1) } : {}),
    ...(digest === undefined ? {} : { digest }),
  };
}

/** The digest of `status.containerStatuses[].imageID`; some runtimes name the image's configuration there instead, which is no digest to pull by. */
export function digestOfImageId(imageId: string | undefined): string | undefined {
  const digest = imageId?.split('@')[1];
  return digest !== undefined && DIGEST.test(digest) ? digest : undefined;
}

/** Stands for the very image: the digest where it is known. */
export function imageKey({ image, digest }: Pick<RunningImage, 'image' | 'digest'>): string {
  return digest ?? image;
}

/** The same tag may be pushed again, so that only digests tell where both are known. */
export function isSameImage(left: RunningImage, right: RunningImage): boolean {
  if (left.digest !== undefined && right.digest !== undefined) return left.digest === right.digest;
  return left.repository === right.repository && left.tag === right.tag;
}

/** How the image is written into a workload: with its digest where that is known, so that a tag that is pushed again changes nothing. */
export function pinned({ image, repository, tag, digest }: RunningImage): string {
  if (digest === undefined) return image;
  return `${repository}${tag === undefined ? '' : `:${tag}`}@${digest}`;
}

/** Whether the caller means this image: they may name it in full, with or without its digest, or by the digest alone. */
export function isNamed(image: RunningImage, name: string): boolean {
  if (name === image.digest) return true;
  const given = parseImage(name);
  if (given.digest !== undefined && given.digest !== image.digest) return false;
  return given.repository === image.repository && given.tag === image.tag;
}

/** `cart:2.15.0`, or the start of the digest where there is no tag. */
export function nameOf(image: RunningImage): string {
  const { repository, tag, digest } = image.repository === '' ? parseImage(image.image) : image;
  const last = repository.slice(repository.lastIndexOf('/') + 1);
  return `${last}${tag === undefined ? (digest === undefined ? '' : `@${imageKey(image).slice(0, 19)}`) : `:${tag}`}`;
}
