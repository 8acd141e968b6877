import { NotFoundErrorPage } from '@backstage/frontend-plugin-api';
import { Route, Routes } from 'react-router-dom';
import { ChangeTenantPage } from './form/ChangeTenantPage';
import { CreateTenantPage } from './form/CreateTenantPage';
import { TenantsPage } from './list/TenantsPage';
import { TenantPage } from './tenant/TenantPage';

/** The list of tenants, the page of each, and the forms that make and change them. */
export function TenantsRoutes() {
  return (
    <Routes>
      <Route index element={<TenantsPage />} />
      <Route path="-/create" element={<CreateTenantPage />} />
      <Route path=":name" element={<TenantPage />} />
      <Route path=":name/change" element={<ChangeTenantPage />} />
      <Route path="*" element={<NotFoundErrorPage />} />
    </Routes>
  );
}
