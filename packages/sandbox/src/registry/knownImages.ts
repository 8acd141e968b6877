import { imageManifest } from './imageManifest';

const MAX_KNOWN = 5000;
/** Digests by name. All clusters of the process pull from one registry, and all pipelines push to it. */
const known = new Map<string, string>();

/** The digest of an image that is pushed or pulled: the registry has it from then on. */
export function knownDigest(image: string): string {
  const before = known.get(image);
  if (before !== undefined) return before;
  const { digest } = imageManifest(image).manifest;
  if (known.size < MAX_KNOWN) known.set(image, digest);
  return digest;
}

/** Names of the images that pipelines pushed or pods ran. */
export function knownImages(): readonly string[] {
  return [...known.keys()];
}
