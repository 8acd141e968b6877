import { renderInTestApp } from '@backstage/frontend-test-utils';
import type { OperationsApi } from '@kubemate/operations-common';
import type { TenantsApi } from '@kubemate/plugin-tenants-common';
import {
  KubemateThemeProvider,
  operationsApiRef,
  ReceiptTray,
  receiptTrayApiRef,
} from '@kubemate/ui';
import { fakeOperations } from '@kubemate/ui/testUtils';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { tenantsApiRef } from '../api/tenantsApiRef';
import { AccessPage } from '../access/AccessPage';
import { accessRouteRef, tenantsRouteRef } from '../routes';
import { TenantsRoutes } from '../TenantsRoutes';
import { fakeTenantsApi } from './fakeTenantsApi';

export interface ScreenOptions {
  api?: Partial<TenantsApi>;
  operations?: Partial<OperationsApi>;
}

/** Draws what stands at an address as the app would, on fake APIs. */
export function renderScreen(at: string, { api, operations }: ScreenOptions = {}) {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const operationsApi = fakeOperations(operations);
  const isAccess = at.startsWith('/access');
  return renderInTestApp(
    <KubemateThemeProvider mode="light">
      <QueryClientProvider client={queries}>
        {isAccess ? <AccessPage /> : <TenantsRoutes />}
      </QueryClientProvider>
    </KubemateThemeProvider>,
    {
      apis: [
        [tenantsApiRef, fakeTenantsApi(api)] as const,
        [operationsApiRef, operationsApi] as const,
        [receiptTrayApiRef, new ReceiptTray(operationsApi)] as const,
      ],
      initialRouteEntries: [at],
      mountPath: isAccess ? '/access' : '/tenants',
      mountedRoutes: { '/tenants': tenantsRouteRef, '/access': accessRouteRef },
    },
  );
}
