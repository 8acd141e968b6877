import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { PageHeader } from '@kubemate/ui';
import { RiGitMergeLine } from '@remixicon/react';
import type { ReactNode } from 'react';
import { useLinks } from '../links/useLinks';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';

/** The head of all lists. */
export function PipelinesHeader({
  tab,
  actions,
}: {
  tab: 'runs' | 'definitions' | 'triggers' | 'board' | 'approvals' | 'freezes' | 'flow';
  actions: ReactNode;
}) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const links = useLinks();
  return (
    <PageHeader
      title={t('title')}
      icon={<RiGitMergeLine size={22} />}
      actions={actions}
      tabs={[
        { id: 'runs', title: t('tabs.runs'), to: links.runs() },
        { id: 'definitions', title: t('tabs.definitions'), to: links.definitions() },
        { id: 'triggers', title: t('tabs.triggers'), to: links.triggers() },
        { id: 'board', title: t('tabs.board'), to: links.board() },
        { id: 'approvals', title: t('tabs.approvals'), to: links.approvals() },
        { id: 'freezes', title: t('tabs.freezes'), to: links.freezes() },
        { id: 'flow', title: t('tabs.flow'), to: links.flow() },
      ]}
      activeTab={tab}
    />
  );
}
