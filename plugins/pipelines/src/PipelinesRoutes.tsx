import { Route, Routes } from 'react-router-dom';
import { DefinitionPage } from './definitions/DefinitionPage';
import { DefinitionsPage } from './definitions/DefinitionsPage';
import { RunPage } from './run/RunPage';
import { RunsPage } from './runs/RunsPage';

/** The list of runs, the page of each, and what they are made of. */
export function PipelinesRoutes() {
  return (
    <Routes>
      <Route index element={<RunsPage />} />
      <Route path="runs/:engine/:place/:folder/:name" element={<RunPage />} />
      <Route path="definitions" element={<DefinitionsPage />} />
      <Route path="definitions/:place/:folder/:name" element={<DefinitionPage />} />
    </Routes>
  );
}
