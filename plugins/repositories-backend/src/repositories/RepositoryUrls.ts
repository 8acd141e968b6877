import type { Config } from '@backstage/config';
import type { RepositoryPlace } from '@kubemate/plugin-repositories-common';

/** Addresses of repositories. */
export class RepositoryUrls {
  /** Where `/api/repositories` is. */
  readonly api: string;

  constructor(config: Config) {
    this.api = `${config.getString('backend.baseUrl').replace(/\/$/, '')}/api/repositories`;
  }

  /** Where git clones it from. */
  clone({ owner, name }: RepositoryPlace): string {
    return `${this.api}/git/${owner}/${name}.git`;
  }
}
