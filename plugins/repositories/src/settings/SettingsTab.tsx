import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { RepositoryDetail } from '@kubemate/plugin-repositories-common';
import { EmptyState, useUrlState } from '@kubemate/ui';
import Stack from '@mui/material/Stack';
import { REPOSITORY_PARAMS } from '../repository/repositoryParams';
import { repositoriesTranslationRef } from '../translations/repositoriesTranslationRef';
import { Deliveries } from './Deliveries';
import { GeneralSettings } from './GeneralSettings';
import { Webhooks } from './Webhooks';

/** What can be set of a repository, and whom it tells what happens in it. */
export function SettingsTab({ repository }: { repository: RepositoryDetail }) {
  const { t } = useTranslationRef(repositoriesTranslationRef);
  const [{ webhook }] = useUrlState(REPOSITORY_PARAMS);
  if (!repository.may.configure)
    return <EmptyState title={t('settings.denied')} description={t('settings.deniedHint')} />;
  if (webhook) return <Deliveries repository={repository} webhook={webhook} />;
  return (
    <Stack gap={2}>
      <GeneralSettings repository={repository} />
      <Webhooks repository={repository} />
    </Stack>
  );
}
