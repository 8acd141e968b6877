import { RouteClient } from '@kubemate/http-common';
import type { RequestOptions } from '@kubemate/http-common';
import { docsRoutes } from './routes';
import type * as types from './types';

/**
 * Everything `/api/docs` answers, typed.
 * @throws ResponseError with the server's error as its cause
 */
export interface DocsApi {
  getSite(entity: types.DocsEntity, options?: RequestOptions): Promise<types.DocsSite>;
  /** The first page where no path is given. */
  getPage(
    page: types.DocsEntity & { readonly path?: string },
    options?: RequestOptions,
  ): Promise<types.DocsPage>;
  getImage(
    image: types.DocsEntity & { readonly path: string },
    options?: RequestOptions,
  ): Promise<types.DocsImage>;
  search(
    question: types.DocsEntity & { readonly text: string },
    options?: RequestOptions,
  ): Promise<{ items: types.DocsMatch[] }>;
}

/** {@link DocsApi} over `fetch`, in the browser and in other backends. */
export class DocsClient implements DocsApi {
  readonly #routes: RouteClient;

  constructor(options: {
    fetch: typeof globalThis.fetch;
    /** Where `/api/docs` is; where absent the browser's `fetchApi` finds it by `plugin://docs`. */
    baseUrl?: string | (() => string | Promise<string>);
  }) {
    const { fetch, baseUrl = 'plugin://docs' } = options;
    this.#routes = new RouteClient({ fetch, baseUrl });
  }

  getSite({ kind, namespace, name }: types.DocsEntity, options?: RequestOptions) {
    return this.#routes.json(docsRoutes.getSite, { params: { kind, namespace, name } }, options);
  }

  getPage(page: types.DocsEntity & { path?: string }, options?: RequestOptions) {
    const { path, ...params } = page;
    return this.#routes.json(docsRoutes.getPage, { params, query: { path } }, options);
  }

  getImage(image: types.DocsEntity & { path: string }, options?: RequestOptions) {
    const { path, ...params } = image;
    return this.#routes.json(docsRoutes.getImage, { params, query: { path } }, options);
  }

  search(question: types.DocsEntity & { text: string }, options?: RequestOptions) {
    const { text, ...params } = question;
    return this.#routes.json(docsRoutes.search, { params, query: { text } }, options);
  }
}
