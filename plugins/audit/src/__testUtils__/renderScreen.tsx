import { renderInTestApp } from '@backstage/frontend-test-utils';
import type { AuditApi } from '@kubemate/plugin-audit-common';
import { KubemateThemeProvider } from '@kubemate/ui';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { auditApiRef } from '../api/auditApiRef';
import { auditRouteRef } from '../routes';
import { fakeAuditApi } from './fakeAuditApi';

/** Draws a screen as the app would, on a fake API. */
export function renderScreen(
  screen: ReactElement,
  { at = '/audit', api }: { at?: string; api?: Partial<AuditApi> } = {},
) {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  return renderInTestApp(
    <KubemateThemeProvider mode="light">
      <QueryClientProvider client={queries}>{screen}</QueryClientProvider>
    </KubemateThemeProvider>,
    {
      apis: [[auditApiRef, fakeAuditApi(api)] as const],
      initialRouteEntries: [at],
      mountedRoutes: { '/audit': auditRouteRef },
    },
  );
}
