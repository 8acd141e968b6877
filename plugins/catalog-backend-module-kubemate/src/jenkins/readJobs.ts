import type { AuthService, DiscoveryService } from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { PipelinesClient } from '@kubemate/plugin-pipelines-common';
import type { JobDirectory } from '@kubemate/plugin-pipelines-common';
import { JOB_ANNOTATION, type JobUse } from './jobEntities';

const TIMEOUT_MS = 10_000;

/** All jobs, asked of their plugin as this one. */
export function jobsReader(options: {
  readonly auth: AuthService;
  readonly discovery: DiscoveryService;
  readonly fetch: typeof globalThis.fetch;
}): () => Promise<JobDirectory> {
  const { auth, discovery, fetch } = options;
  const client = new PipelinesClient({
    baseUrl: () => discovery.getBaseUrl('pipelines'),
    fetch: async (input, init) => {
      const { token } = await auth.getPluginRequestToken({
        onBehalfOf: await auth.getOwnServiceCredentials(),
        targetPluginId: 'pipelines',
      });
      const headers = new Headers(init?.headers);
      headers.set('authorization', `Bearer ${token}`);
      return fetch(input, { ...init, headers });
    },
  });
  return () => client.getJobDirectory({ signal: AbortSignal.timeout(TIMEOUT_MS) });
}

/** The components of the catalog that name jobs. */
export function jobUses(options: {
  readonly auth: AuthService;
  readonly catalog: CatalogService;
}): () => Promise<JobUse[]> {
  const { auth, catalog } = options;
  return async () => {
    const { items } = await catalog.getEntities(
      { filter: { kind: 'component' }, fields: ['kind', 'metadata'] },
      { credentials: await auth.getOwnServiceCredentials() },
    );
    return items.flatMap(entity => {
      const jobs = entity.metadata.annotations?.[JOB_ANNOTATION];
      return jobs === undefined ? [] : [{ component: stringifyEntityRef(entity), jobs }];
    });
  };
}
