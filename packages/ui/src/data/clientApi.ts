import { ApiBlueprint, fetchApiRef, type ApiRef } from '@backstage/frontend-plugin-api';

/** The extension that gives a plugin's screens its HTTP client. */
export function clientApi<A>(
  api: ApiRef<A>,
  Client: new (options: { fetch: typeof globalThis.fetch }) => A,
) {
  return ApiBlueprint.make({
    params: defineParams =>
      defineParams({
        api,
        deps: { fetchApi: fetchApiRef },
        factory: ({ fetchApi }) => new Client({ fetch: fetchApi.fetch }),
      }),
  });
}
