import { NotFoundErrorPage } from '@backstage/frontend-plugin-api';
import { Route, Routes } from 'react-router-dom';
import { HelmPage } from './HelmPage';
import { ReleasePage } from './ReleasePage';

/** The list of releases, and under it the page of each. */
export function HelmRoutes() {
  return (
    <Routes>
      <Route index element={<HelmPage />} />
      <Route path=":cluster/:namespace/:name" element={<ReleasePage />} />
      <Route path="*" element={<NotFoundErrorPage />} />
    </Routes>
  );
}
