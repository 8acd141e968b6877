import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { PullRequest } from '@kubemate/plugin-repositories-common';
import { StatusChip } from '@kubemate/ui';
import { repositoriesTranslationRef } from '../translations/repositoriesTranslationRef';

const HEALTH = { open: 'progressing', merged: 'ok', closed: 'idle' } as const;

export function PullStateChip({ state }: { state: PullRequest['state'] }) {
  const { t } = useTranslationRef(repositoriesTranslationRef);
  return <StatusChip health={HEALTH[state]} label={t(`pulls.state.${state}`)} />;
}
