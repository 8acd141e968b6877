import { useApi } from '@backstage/frontend-plugin-api';
import type { AccessRequest, MatrixRequest, TenantsApi } from '@kubemate/plugin-tenants-common';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { tenantsApiRef } from './tenantsApiRef';

const LIST_MS = 30_000;
const STATUS_MS = 10_000;

function useTenantsApi(): TenantsApi {
  return useApi(tenantsApiRef);
}

/** Every tenant that the person may see, archived ones too; what is shown of them is the screen's choice. */
export function useTenants() {
  const api = useTenantsApi();
  return useQuery({
    queryKey: ['tenants', 'list'],
    queryFn: ({ signal }) => api.listTenants({ state: 'all' }, { signal }),
    refetchInterval: LIST_MS,
  });
}

export function useTenant(name: string) {
  const api = useTenantsApi();
  return useQuery({
    queryKey: ['tenants', 'tenant', name],
    queryFn: ({ signal }) => api.getTenant(name, { signal }),
    refetchInterval: LIST_MS,
  });
}

/** How a tenant is on its clusters. Asked for again as long as somebody looks. */
export function useTenantStatus(name: string, { live = true }: { live?: boolean } = {}) {
  const api = useTenantsApi();
  return useQuery({
    queryKey: ['tenants', 'status', name],
    queryFn: ({ signal }) => api.getTenantStatus(name, { signal }),
    refetchInterval: live ? STATUS_MS : false,
    staleTime: live ? STATUS_MS : LIST_MS,
    placeholderData: keepPreviousData,
  });
}

export function useQuotaRequests(name: string) {
  const api = useTenantsApi();
  return useQuery({
    queryKey: ['tenants', 'requests', name],
    queryFn: ({ signal }) => api.listQuotaRequests(name, { signal }),
    refetchInterval: LIST_MS,
  });
}

/** Users and groups of the catalog by a part of their name. */
export function useSubjects(text: string, { enabled = true }: { enabled?: boolean } = {}) {
  const api = useTenantsApi();
  return useQuery({
    queryKey: ['tenants', 'subjects', text],
    queryFn: ({ signal }) => api.listSubjects({ text }, { signal }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    enabled,
  });
}

export function useAccessAnswer(question: AccessRequest | undefined) {
  const api = useTenantsApi();
  return useQuery({
    queryKey: ['tenants', 'access', question],
    queryFn: ({ signal }) => {
      if (question === undefined) throw new Error('There is no question');
      return api.explainAccess(question, { signal });
    },
    enabled: question !== undefined,
    retry: false,
  });
}

export function useAccessMatrix(question: MatrixRequest | undefined) {
  const api = useTenantsApi();
  return useQuery({
    queryKey: ['tenants', 'matrix', question],
    queryFn: ({ signal }) => {
      if (question === undefined) throw new Error('There is no question');
      return api.accessMatrix(question, { signal });
    },
    enabled: question !== undefined,
    retry: false,
  });
}

export function useAccessFindings(enabled: boolean) {
  const api = useTenantsApi();
  return useQuery({
    queryKey: ['tenants', 'findings'],
    queryFn: ({ signal }) => api.accessFindings({ signal }),
    enabled,
    refetchInterval: 60_000,
    retry: false,
  });
}
