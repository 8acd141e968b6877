import type { BackstageCredentials, PermissionsService } from '@backstage/backend-plugin-api';
import { InputError, isError, NotAllowedError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type { BasicPermission } from '@backstage/plugin-permission-common';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { RouteTable } from '@kubemate/http-node';
import type { KubeService } from '@kubemate/kube-node';
import { tenantPermissions, tenantsRoutes } from '@kubemate/plugin-tenants-common';
import type { NamePrefixes } from '../kubeName';
import { accessMatrix } from './accessMatrix';
import { identityOf } from './accessSubject';
import { explainAccess } from './explainAccess';
import { findOverPrivileged } from './findOverPrivileged';
import { readRbac } from './readRbac';

export interface AccessRoutesDeps {
  readonly kube: KubeService;
  readonly permissions: PermissionsService;
  readonly catalog: CatalogService;
  readonly prefixes: NamePrefixes;
}

const { readAccess, simulateAccess } = tenantPermissions;

/** Who may do what on the clusters, and why. Reads bindings as the viewer. */
export function addAccessRoutes(routes: RouteTable, deps: AccessRoutesDeps): void {
  const { kube, permissions, catalog, prefixes } = deps;

  routes.json(tenantsRoutes.explainAccess, async ({ query, viewer, credentials }) => {
    const { subject, cluster, resource, verb, namespace, name } = query;
    const self = subject === undefined || subject === viewer.userEntityRef;
    await assertPermitted(permissions, {
      credentials,
      permission: self ? readAccess : simulateAccess,
    });
    assertKnown(kube, cluster);
    const identity = self
      ? await kube.whoAmI(cluster, viewer)
      : await identityOf(subject, { prefixes, catalog, credentials });
    const question = { cluster, verb, namespace, name, ...parseResource(resource) };
    return explainAccess(question, { kube, viewer, identity, self });
  });

  routes.json(tenantsRoutes.accessMatrix, async ({ query, viewer, credentials }) => {
    const { cluster, namespace } = query;
    await assertPermitted(permissions, { credentials, permission: simulateAccess });
    assertKnown(kube, cluster);
    const { rules, gaps } = await readRbac(query, { kube, viewer });
    return {
      ...accessMatrix(rules, namespace),
      failures: gaps.map(reason => ({ cluster, reason })),
    };
  });

  routes.json(tenantsRoutes.accessFindings, async ({ viewer, credentials }) => {
    await assertPermitted(permissions, { credentials, permission: simulateAccess });
    const parts = await Promise.all(
      kube.clusters().map(async ({ name, labels }) => {
        try {
          const { rules, gaps } = await readRbac({ cluster: name }, { kube, viewer });
          const production = /^prod/.test(labels.environment ?? '');
          return {
            items: findOverPrivileged(rules, { cluster: name, production }),
            failures: gaps.map(reason => ({ cluster: name, reason })),
          };
        } catch (error) {
          const reason = isError(error) ? error.message : 'The cluster did not answer';
          return { items: [], failures: [{ cluster: name, reason }] };
        }
      }),
    );
    return {
      items: parts.flatMap(({ items }) => items),
      failures: parts.flatMap(({ failures }) => failures),
    };
  });
}

async function assertPermitted(
  permissions: PermissionsService,
  { credentials, permission }: { credentials: BackstageCredentials; permission: BasicPermission },
): Promise<void> {
  const [decision] = await permissions.authorize([{ permission }], { credentials });
  if (decision?.result !== AuthorizeResult.ALLOW)
    throw new NotAllowedError(`Your role does not allow this (${permission.name})`);
}

function assertKnown(kube: KubeService, cluster: string): void {
  if (!kube.clusters().some(({ name }) => name === cluster))
    throw new InputError(`There is no cluster named ${cluster}`);
}

/** `deployments.apps/scale`: plural, group, subresource. */
export function parseResource(text: string): {
  plural: string;
  group: string;
  subresource?: string;
} {
  const [type = '', subresource] = text.split('/');
  const dot = type.indexOf('.');
  return dot < 0
    ? { plural: type, group: '', subresource }
    : { plural: type.slice(0, dot), group: type.slice(dot + 1), subresource };
}
