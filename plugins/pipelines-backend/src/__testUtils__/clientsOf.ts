import { mockCredentials } from '@backstage/backend-test-utils';
import { OperationsClient } from '@kubemate/operations-common';
import { PipelinesClient } from '@kubemate/plugin-pipelines-common';

const { fetch: request } = globalThis;

/** What `user:default/<person>` asks a test's portal with. */
export function clientsOf(person: string, baseUrl: string) {
  const authorization = mockCredentials.user.header(`user:default/${person}`);
  const fetch: typeof request = (input, init) =>
    request(input, {
      ...init,
      headers: { ...Object.fromEntries(new Headers(init?.headers)), authorization },
    });
  return {
    fetch,
    pipelines: new PipelinesClient({ fetch, baseUrl }),
    operations: new OperationsClient({ fetch, baseUrlOf: () => baseUrl }),
  };
}
