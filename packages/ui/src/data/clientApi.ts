import { ApiBlueprint, fetchApiRef, type ApiRef } from '@backstage/frontend-plugin-api';

/** The extension that gives a plugin's screens an HTTP client; the second one of a plugin has a name. */
export function clientApi<A>(
  api: ApiRef<A>,
  Client: new (options: { fetch: typeof globalThis.fetch }) => A,
  name?: string,
) {
  return ApiBlueprint.make({
    name,
    params: defineParams =>
      defineParams({
        api,
        deps: { fetchApi: fetchApiRef },
        factory: ({ fetchApi }) => new Client({ fetch: fetchApi.fetch }),
      }),
  });
}
