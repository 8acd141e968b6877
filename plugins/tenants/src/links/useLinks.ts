import { useRouteRef } from '@backstage/frontend-plugin-api';
import { useMemo } from 'react';
import {
  accessRouteRef,
  changeTenantRouteRef,
  clusterRouteRef,
  createObjectsRouteRef,
  createTenantRouteRef,
  entityRouteRef,
  explorerRouteRef,
  objectRouteRef,
  tenantRouteRef,
  tenantsRouteRef,
} from '../routes';
import { explorerQuery } from './placeLinks';

export type TenantTab = 'overview' | 'members' | 'quota' | 'drift';

/** Addresses that the screens lead to; those of other plugins are absent where they are not installed. */
export interface Links {
  tenants(): string;
  tenant(name: string, tab?: TenantTab): string;
  createTenant(): string;
  changeTenant(name: string): string;
  access(query?: Readonly<Record<string, string>>): string;
  cluster(name: string): string | undefined;
  explorer(place: { cluster: string; namespace?: string; resource?: string }): string | undefined;
  createObjects(place: { cluster: string; namespace: string }): string | undefined;
  object(target: {
    cluster: string;
    resource: string;
    namespace: string;
    name: string;
  }): string | undefined;
  entity(ref: string): string | undefined;
}

function withQuery(path: string | undefined, query: string): string | undefined {
  if (path === undefined) return undefined;
  return query === '' ? path : `${path}?${query}`;
}

export function useLinks(): Links {
  const tenants = useRouteRef(tenantsRouteRef);
  const tenant = useRouteRef(tenantRouteRef);
  const createTenant = useRouteRef(createTenantRouteRef);
  const changeTenant = useRouteRef(changeTenantRouteRef);
  const access = useRouteRef(accessRouteRef);
  const explorer = useRouteRef(explorerRouteRef);
  const createObjects = useRouteRef(createObjectsRouteRef);
  const cluster = useRouteRef(clusterRouteRef);
  const object = useRouteRef(objectRouteRef);
  const entity = useRouteRef(entityRouteRef);
  return useMemo(
    () => ({
      tenants: () => tenants?.() ?? '/',
      tenant: (name, tab = 'overview') =>
        withQuery(tenant?.({ name }), tab === 'overview' ? '' : `tab=${tab}`) ?? '/',
      createTenant: () => createTenant?.() ?? '/',
      changeTenant: name => changeTenant?.({ name }) ?? '/',
      access: (query = {}) => withQuery(access?.(), new URLSearchParams(query).toString()) ?? '/',
      cluster: name => cluster?.({ cluster: name }),
      explorer: place => withQuery(explorer?.(), explorerQuery(place)),
      createObjects: place => withQuery(createObjects?.(), new URLSearchParams(place).toString()),
      object: target => object?.(target),
      entity: ref => {
        const [, kind, namespace, name] = /^([^:]+):([^/]+)\/(.+)$/.exec(ref) ?? [];
        if (kind === undefined || namespace === undefined || name === undefined) return undefined;
        return entity?.({ kind, namespace, name });
      },
    }),
    [
      tenants,
      tenant,
      createTenant,
      changeTenant,
      access,
      explorer,
      createObjects,
      cluster,
      object,
      entity,
    ],
  );
}
