import { createHash } from 'node:crypto';
import { hash32 } from '../simulation/Random';

export const IMAGE = 'application/vnd.oci.image.manifest.v1+json';
export const IMAGE_CONFIG = 'application/vnd.oci.image.config.v1+json';
const LAYER = 'application/vnd.oci.image.layer.v1.tar+gzip';

/** A text in a registry, and what it is called there. */
export interface Content {
  readonly text: string;
  /** `sha256:` and the hash of the text. */
  readonly digest: string;
}

export function contentOf(value: unknown): Content {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return { text, digest: `sha256:${createHash('sha256').update(text).digest('hex')}` };
}

/** `registry.example.com/shop/cart:2.14.0` in its parts; `latest` where no tag is named. A digest behind it says nothing new: here a tag is never pushed again. */
export function splitImage(image: string): { repository: string; tag: string } {
  const [named = ''] = image.split('@');
  const colon = named.lastIndexOf(':');
  if (colon < 0 || named.includes('/', colon)) return { repository: named, tag: 'latest' };
  return { repository: named.slice(0, colon), tag: named.slice(colon + 1) };
}

/** The manifest and the configuration of a simulated image: the same for the same name, with layers that nobody can pull. */
export function imageManifest(image: string): { manifest: Content; config: Content } {
  const { repository, tag } = splitImage(image);
  const name = `${repository}:${tag}`;
  const config = contentOf({
    ...{ architecture: 'amd64', os: 'linux' },
    config: { Labels: { 'org.opencontainers.image.title': repository.split('/').at(-1) } },
    rootfs: { type: 'layers', diff_ids: [0, 1].map(layer => layerOf(name, layer)) },
  });
  const manifest = contentOf({
    ...{ schemaVersion: 2, mediaType: IMAGE },
    config: { mediaType: IMAGE_CONFIG, digest: config.digest, size: config.text.length },
    layers: [0, 1].map(layer => ({
      ...{ mediaType: LAYER, digest: layerOf(name, layer) },
      size: 4_000_000 + (hash32(name, layer) % 90_000_000),
    })),
  });
  return { manifest, config };
}

function layerOf(name: string, layer: number): string {
  return contentOf(`${name} layer ${layer}`).digest;
}
