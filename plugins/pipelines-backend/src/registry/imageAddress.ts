/** Where a registry keeps an image. */
export interface ImageAddress {
  readonly host: string;
  readonly repository: string;
}

/** `nginx` is `docker.io/library/nginx`, as every runtime reads it. */
export function imageAddress(repository: string): ImageAddress {
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
