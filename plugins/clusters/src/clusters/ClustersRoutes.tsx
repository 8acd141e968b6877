import { NotFoundErrorPage } from '@backstage/frontend-plugin-api';
import { LoadingState } from '@kubemate/ui';
import { lazy, Suspense } from 'react';
import { Route, Routes } from 'react-router-dom';
import { ClusterPage } from './ClusterPage';
import { ClustersPage } from './ClustersPage';

const AddClusterPage = lazy(() =>
  import('../registry/AddClusterPage').then(module => ({ default: module.AddClusterPage })),
);

/** The list of clusters, and under it the page of each and the one that adds another. */
export function ClustersRoutes() {
  return (
    <Routes>
      <Route index element={<ClustersPage />} />
      <Route
        path="add"
        element={
          <Suspense fallback={<LoadingState lines={12} />}>
            <AddClusterPage />
          </Suspense>
        }
      />
      <Route path=":cluster" element={<ClusterPage />} />
      <Route path="*" element={<NotFoundErrorPage />} />
    </Routes>
  );
}
