import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { TemplatedRepository } from '@kubemate/plugin-repositories-common';
import { StatusChip, type StatusChipProps } from '@kubemate/ui';
import { repositoriesTranslationRef } from '../translations/repositoriesTranslationRef';

const HEALTH: Readonly<Record<TemplatedRepository['state'], StatusChipProps['health']>> = {
  current: 'ok',
  behind: 'warning',
  unknown: 'unknown',
  unrecorded: 'unknown',
  broken: 'failed',
};

export function useStateText(): (each: TemplatedRepository) => string {
  const { t } = useTranslationRef(repositoriesTranslationRef);
  return ({ state, behind = 0 }) =>
    state === 'behind' ? t('upgrades.behind', { count: behind }) : t(`upgrades.state.${state}`);
}

/** How far behind its template a repository is. */
export function TemplateState({ templated }: { templated: TemplatedRepository }) {
  const text = useStateText();
  return <StatusChip health={HEALTH[templated.state]} label={text(templated)} />;
}
