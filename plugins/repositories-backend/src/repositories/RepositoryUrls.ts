import type { Config } from '@backstage/config';
import { repositoryCloneUrl } from '@kubemate/plugin-repositories-common';
import type { RepositoryPlace } from '@kubemate/plugin-repositories-common';

/** Addresses of repositories. */
export class RepositoryUrls {
  /** Where `/api/repositories` is. */
  readonly api: string;
  readonly #app: string;

  constructor(config: Config) {
    this.api = `${config.getString('backend.baseUrl').replace(/\/$/, '')}/api/repositories`;
    const app = config.getOptionalString('app.baseUrl') ?? config.getString('backend.baseUrl');
    this.#app = app.replace(/\/$/, '');
  }

  /** Where people look at it. */
  page({ owner, name }: RepositoryPlace): string {
    return `${this.#app}/repositories/${owner}/${name}`;
  }

  /** Where git clones it from. */
  clone(place: RepositoryPlace): string {
    return repositoryCloneUrl(this.api, place);
  }
}
