import { NotFoundErrorPage } from '@backstage/frontend-plugin-api';
import { Route, Routes } from 'react-router-dom';
import { CommitPage } from './commits/CommitPage';
import { RepositoriesPage } from './list/RepositoriesPage';
import { PullRequestPage } from './pulls/PullRequestPage';
import { AccessTokensPage } from './tokens/AccessTokensPage';
import { RepositoryPage } from './repository/RepositoryPage';

/** The list of repositories, and the pages of each. */
export function RepositoriesRoutes() {
  return (
    <Routes>
      <Route index element={<RepositoriesPage />} />
      <Route path="access-tokens" element={<AccessTokensPage />} />
      <Route path=":owner/:name" element={<RepositoryPage />} />
      <Route path=":owner/:name/commits/:commit" element={<CommitPage />} />
      <Route path=":owner/:name/pulls/:number" element={<PullRequestPage />} />
      <Route path="*" element={<NotFoundErrorPage />} />
    </Routes>
  );
}
