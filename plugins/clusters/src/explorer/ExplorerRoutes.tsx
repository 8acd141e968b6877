import { NotFoundErrorPage } from '@backstage/frontend-plugin-api';
import {
  LoadingState,
  type ManifestLintProps,
  type ObjectProposalProps,
  type ObjectTab,
} from '@kubemate/ui';
import { lazy, Suspense, type ComponentType } from 'react';
import { Route, Routes } from 'react-router-dom';
import { ManifestLintsContext } from '../editor/ManifestLintsContext';
import { ObjectProposalsContext } from '../editor/ObjectProposalsContext';
import { ObjectPage } from '../object/ObjectPage';
import { ObjectTabsContext } from '../object/ObjectTabsContext';
import { ExplorerPage } from './ExplorerPage';

/** Kept, so that it is the same list each time the page is drawn. */
const NO_TABS: readonly ObjectTab[] = [];
const NO_PROPOSALS: readonly ComponentType<ObjectProposalProps>[] = [];
const NO_LINTS: readonly ComponentType<ManifestLintProps>[] = [];

const CreatePage = lazy(() =>
  import('../create/CreatePage').then(module => ({ default: module.CreatePage })),
);

/** The explorer, and under it the page of each object. */
export function ExplorerRoutes({
  objectTabs = NO_TABS,
  proposals = NO_PROPOSALS,
  lints = NO_LINTS,
}: {
  objectTabs?: readonly ObjectTab[];
  proposals?: readonly ComponentType<ObjectProposalProps>[];
  lints?: readonly ComponentType<ManifestLintProps>[];
}) {
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
            <ObjectProposalsContext.Provider value={proposals}>
              <ManifestLintsContext.Provider value={lints}>
                <ObjectPage />
              </ManifestLintsContext.Provider>
            </ObjectProposalsContext.Provider>
          </ObjectTabsContext.Provider>
        }
      />
      <Route path="*" element={<NotFoundErrorPage />} />
    </Routes>
  );
}
