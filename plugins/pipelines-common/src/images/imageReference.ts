/** Where an image is, and which of those that are kept there. */
export interface ImageReference {
  /** `registry.example.com`; `docker.io` where none is named. */
  readonly host: string;
  /** Below the host: `shop/cart`. */
  readonly repository: string;
  readonly tag?: string;
  /** `sha256:…` */
  readonly digest?: string;
}

const COMPONENT = String.raw`[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*`;
const PATH = new RegExp(`^${COMPONENT}(?:/${COMPONENT})*$`);
const HOST =
  /^(?:[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?\.)*[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?(?::\d{1,5})?$/;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;
const MAX = 255;

/** `nginx` is `docker.io/library/nginx`, as every runtime reads it. */
export function imageAddress(repository: string): Pick<ImageReference, 'host' | 'repository'> {
  const [first = '', ...rest] = repository.split('/');
  const hasHost = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  if (hasHost) {
    const host = first === 'index.docker.io' ? 'docker.io' : first;
    const path = rest.join('/');
    return {
      host,
      repository: host === 'docker.io' && rest.length === 1 ? `library/${path}` : path,
    };
  }
  return {
    host: 'docker.io',
    repository: rest.length === 0 ? `library/${repository}` : repository,
  };
}

/** Reads the name of an image as runtimes do; undefined where they would refuse it. */
export function parseImage(text: string): ImageReference | undefined {
  const [named = '', digest, ...more] = text.split('@');
  if (more.length > 0 || (digest !== undefined && !DIGEST.test(digest))) return undefined;
  const colon = named.indexOf(':', named.lastIndexOf('/') + 1);
  const tag = colon < 0 ? undefined : named.slice(colon + 1);
  if (tag !== undefined && !TAG.test(tag)) return undefined;
  const address = imageAddress(colon < 0 ? named : named.slice(0, colon));
  const isWellFormed =
    HOST.test(address.host) && PATH.test(address.repository) && address.repository.length <= MAX;
  return isWellFormed ? { ...address, tag, digest } : undefined;
}
