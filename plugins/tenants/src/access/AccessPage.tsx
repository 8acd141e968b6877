import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  FailureState,
  LoadingState,
  Page,
  PageContent,
  PageHeader,
  useDocumentTitle,
  useUrlState,
} from '@kubemate/ui';
import { RiKey2Line } from '@remixicon/react';
import { useTenants } from '../api/queries';
import { useLinks } from '../links/useLinks';
import { tenantsTranslationRef } from '../translations/tenantsTranslationRef';
import { ACCESS_PARAMS, TABS } from './accessState';
import { FindingsTab } from './FindingsTab';
import { MatrixTab } from './MatrixTab';
import { WhyTab } from './WhyTab';

/** Who may do what on the clusters, and why. */
export function AccessPage() {
  const { t } = useTranslationRef(tenantsTranslationRef);
  const links = useLinks();
  const [state] = useUrlState(ACCESS_PARAMS);
  const { tab, cluster, namespace } = state;
  useDocumentTitle(t(`access.tabs.${tab}`), t('access.title'));
  // The place is what a person goes on asking about.
  const place = {
    ...(cluster === '' ? {} : { cluster }),
    ...(namespace === '' ? {} : { namespace }),
  };
  return (
    <Page>
      <PageHeader
        title={t('access.title')}
        icon={<RiKey2Line size={22} />}
        subtitle={t('access.subtitle')}
        tabs={TABS.map(id => ({
          id,
          title: t(`access.tabs.${id}`),
          to: links.access({ ...(id === 'why' ? {} : { tab: id }), ...place }),
        }))}
        activeTab={tab}
      />
      <PageContent>
        <AccessBody />
      </PageContent>
    </Page>
  );
}

function AccessBody() {
  const { t } = useTranslationRef(tenantsTranslationRef);
  const [{ tab }] = useUrlState(ACCESS_PARAMS);
  const query = useTenants();
  if (query.isPending) return <LoadingState lines={6} />;
  if (query.data === undefined)
    return (
      <FailureState
        title={t('access.failed')}
        error={query.error}
        onRetry={() => void query.refetch()}
      />
    );
  switch (tab) {
    case 'matrix':
      return <MatrixTab list={query.data} />;
    case 'findings':
      return <FindingsTab list={query.data} />;
    default:
      return <WhyTab list={query.data} />;
  }
}
