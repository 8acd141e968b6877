import { NotFoundErrorPage } from '@backstage/frontend-plugin-api';
import { QueryWrapper } from '@kubemate/ui';
import { Route, Routes } from 'react-router-dom';
import { UpgradePage } from './UpgradePage';
import { UpgradesPage } from './UpgradesPage';

/** What templates made: all of it, and each. */
export function UpgradesRoutes() {
  return (
    <QueryWrapper>
      <Routes>
        <Route index element={<UpgradesPage />} />
        <Route path="on-host" element={<UpgradePage />} />
        <Route path=":owner/:name" element={<UpgradePage />} />
        <Route path="*" element={<NotFoundErrorPage />} />
      </Routes>
    </QueryWrapper>
  );
}
