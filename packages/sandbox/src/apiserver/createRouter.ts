import type { ApiServerOptions } from './ApiServer';
import { ServiceAccountTokens } from './ServiceAccountTokens';
import { TokenAuthenticator } from './TokenAuthenticator';
import type { ClusterStorage } from './createStorage';
import type { SandboxHooks } from './hooks';
import { NonResourceHandler } from './http/NonResourceHandler';
import { OpenApiDocuments } from './http/OpenApiDocuments';
import { ResourceHandler } from './http/ResourceHandler';
import { Router } from './http/Router';
import { MetricsApi } from './metricsApi';
import { AccessReviews } from './rbac/AccessReviews';
import { impersonate } from './rbac/impersonate';
import { ExecSessions } from './subresources/ExecSessions';
import { Subresources } from './subresources/Subresources';

/** Wires what answers HTTP requests to the storage. */
export function createRouter(
  { cluster, policy, authorizer, writer, deleter }: ClusterStorage,
  hooks: SandboxHooks,
  options: ApiServerOptions,
): { router: Router; exec: ExecSessions } {
  const tokens = new ServiceAccountTokens(cluster.clock, ({ namespace, name, uid }) => {
    const account = cluster.store.collection('serviceaccounts').get(`${namespace}/${name}`);
    return account?.uid === uid;
  });
  const authenticator = new TokenAuthenticator(options.users, {
    issued: token => tokens.verify(token),
    impersonate: (user, request, attributes) =>
      impersonate(user, request, { authorizer, attributes }),
  });
  const reviews = new AccessReviews({
    policy,
    authorizer,
    reviewToken: token => authenticator.reviewToken(token),
  });
  const bookmarkIntervalMs = options.bookmarkIntervalMs ?? 60_000;
  const resources = new ResourceHandler(cluster, { reviews, writer, deleter, bookmarkIntervalMs });
  const router = new Router(cluster, {
    authenticator,
    authorizer,
    resources,
    subresources: new Subresources({ cluster, writer, deleter, hooks, tokens }, resources),
    metrics: new MetricsApi(cluster, hooks),
    nonResources: new NonResourceHandler(cluster, {
      version: { gitVersion: options.version ?? 'v1.37.2' },
      openApi: new OpenApiDocuments(cluster.registry),
    }),
  });
  const exec = new ExecSessions({ cluster, writer, hooks, authenticator, authorizer });
  return { router, exec };
}
