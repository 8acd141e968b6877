import { NotFoundErrorPage } from '@backstage/frontend-plugin-api';
import { Route, Routes } from 'react-router-dom';
import { ApprovalsPage } from './approvals/ApprovalsPage';
import { BoardPage } from './board/BoardPage';
import { ComponentBoardPage } from './board/ComponentBoardPage';
import { ComparePage } from './compare/ComparePage';
import { DefinitionPage } from './definitions/DefinitionPage';
import { DefinitionsPage } from './definitions/DefinitionsPage';
import { FlowPage } from './flow/FlowPage';
import { FreezesPage } from './freezes/FreezesPage';
import { RunPage } from './run/RunPage';
import { RunsPage } from './runs/RunsPage';
import { TriggersPage } from './triggers/TriggersPage';

/** The list of runs, the page of each, what they are made of, and where what they build goes. */
export function PipelinesRoutes() {
  return (
    <Routes>
      <Route index element={<RunsPage />} />
      <Route path="runs/:engine/:place/:folder/:name" element={<RunPage />} />
      <Route path="compare" element={<ComparePage />} />
      <Route path="definitions" element={<DefinitionsPage />} />
      <Route path="board" element={<BoardPage />} />
      <Route path="board/:kind/:namespace/:name" element={<ComponentBoardPage />} />
      <Route path="approvals" element={<ApprovalsPage />} />
      <Route path="freezes" element={<FreezesPage />} />
      <Route path="triggers" element={<TriggersPage />} />
      <Route path="flow" element={<FlowPage />} />
      <Route path="definitions/:place/:folder/:name" element={<DefinitionPage />} />
      <Route path="*" element={<NotFoundErrorPage />} />
    </Routes>
  );
}
