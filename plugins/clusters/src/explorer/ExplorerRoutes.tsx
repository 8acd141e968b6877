import { LoadingState, type ObjectTab } from '@kubemate/ui';
import { lazy, Suspense } from 'react';
import { Route, Routes } from 'react-router-dom';
import { ObjectPage } from '../object/ObjectPage';
import { ObjectTabsContext } from '../object/ObjectTabsContext';
import { ExplorerPage } from './ExplorerPage';

/** Kept, so that it is the same list each time the page is drawn. */
const NO_TABS: readonly ObjectTab[] = [];

const CreatePage = lazy(() =>
  import('../create/CreatePage').then(module => ({ default: module.CreatePage })),
);

/** The explorer, and under it the page of each object. */
export function ExplorerRoutes({ objectTabs = NO_TABS }: { objectTabs?: readonly ObjectTab[] }) {
  return (
    <Routes>
      <Route index element={<ExplorerPage />} />
      <Route
        path="create"
        element={
          <Suspense fallback={<LoadingState lines={12} />}>
            <CreatePage />
          </Suspense>
        }
      />
      <Route
        path=":cluster/:resource/:namespace/:name"
        element={
          <ObjectTabsContext.Provider value={objectTabs}>
            <ObjectPage />
          </ObjectTabsContext.Provider>
        }
      />
    </Routes>
  );
}
