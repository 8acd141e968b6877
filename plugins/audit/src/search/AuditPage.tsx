import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  DataAge,
  Page,
  PageContent,
  PageHeader,
  useDocumentTitle,
  useUrlState,
} from '@kubemate/ui';
import { RiShieldCheckLine } from '@remixicon/react';
import { useLocation } from 'react-router-dom';
import { useAuditStatus, useNotices } from '../api/queries';
import { ChainBadge } from '../chain/ChainBadge';
import { NoticeList } from '../notices/NoticeList';
import { RecordDrawer } from '../record/RecordDrawer';
import { auditTranslationRef } from '../translations/auditTranslationRef';
import { AUDIT_PARAMS } from './auditState';
import { RecordSearch } from './RecordSearch';
import { useSearch } from './useSearch';

/** Who did what: a search over the whole trail, what the rules found, and whether the trail is whole. */
export function AuditPage() {
  const { t } = useTranslationRef(auditTranslationRef);
  const [{ tab, record }, update] = useUrlState(AUDIT_PARAMS);
  const status = useAuditStatus().data;
  const readAll = status?.may.readAll === true;
  const unread = useNotices(readAll).data?.unread ?? 0;
  const search = useSearch();
  const { pathname } = useLocation();
  useDocumentTitle(t('page.title'));
  const tabs = [
    { id: 'records', title: t('page.records'), to: pathname },
    {
      id: 'findings',
      title: t('page.findings'),
      to: `${pathname}?tab=findings`,
      badge: unread || undefined,
    },
  ];
  return (
    <Page>
      <PageHeader
        title={t('page.title')}
        icon={<RiShieldCheckLine size={22} />}
        status={readAll && status && <ChainBadge status={status} />}
        subtitle={status && t(readAll ? 'page.scopeAll' : 'page.scopeOwn')}
        actions={<DataAge asOf={search.asOf} connection={search.error ? 'offline' : 'live'} />}
        tabs={readAll ? tabs : []}
        activeTab={tab}
      />
      <PageContent layout={tab === 'records' ? 'fill' : 'scroll'}>
        {tab === 'findings' && readAll ? (
          <NoticeList onOpen={id => update({ record: id }, { history: 'push' })} />
        ) : (
          <RecordSearch search={search} mayExport={status?.may.export === true} />
        )}
      </PageContent>
      <RecordDrawer id={record} onClose={() => update({ record: '' }, { history: 'push' })} />
    </Page>
  );
}
