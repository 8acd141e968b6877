import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { EmptyState, Page, PageContent, PageHeader, Section, useDocumentTitle } from '@kubemate/ui';
import Button from '@mui/material/Button';
import { Link as RouterLink, useSearchParams } from 'react-router-dom';
import { useObject } from '../api/queries';
import { LinkList } from '../home/LinkList';
import { KindIcon } from '../kinds/KindIcon';
import { PODS } from '../kinds/wellKnown';
import { parseResourceSlug } from '../links/resourceSlug';
import { useLinks, type ObjectTarget } from '../links/useLinks';
import { hasLogs } from '../object/hasLogs';
import { recentKey, targetOf } from '../recent/recentObjects';
import { useRecentObjects } from '../recent/useRecentObjects';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { LogsPanel } from './LogsPanel';

function readTarget(params: URLSearchParams): ObjectTarget | undefined {
  const resource = parseResourceSlug(params.get('resource') ?? '');
  const cluster = params.get('cluster') ?? '';
  const namespace = params.get('namespace') ?? '';
  const name = params.get('name') ?? '';
  if (resource === undefined || cluster === '' || namespace === '' || name === '') return undefined;
  return { cluster, resource, namespace, name };
}

/** The logs of one pod or workload on a page of their own. */
export function LogsPage() {
  const { t } = useTranslationRef(clustersTranslationRef);
  const [params] = useSearchParams();
  const target = readTarget(params);
  useDocumentTitle(target?.name, t('logs.title'));
  return <Page>{target === undefined ? <ChooseLogs /> : <TargetLogs target={target} />}</Page>;
}

function TargetLogs({ target }: { target: ObjectTarget }) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const links = useLinks();
  const object = useObject(target);
  return (
    <>
      <PageHeader
        title={target.name}
        breadcrumbs={[{ title: t('logs.title'), to: links.logs() }]}
        subtitle={[object.data?.kind, target.cluster, target.namespace].filter(Boolean).join(' · ')}
        actions={
          <Button variant="outlined" component={RouterLink} to={links.object(target)}>
            {t('logs.openObject')}
          </Button>
        }
      />
      <PageContent layout="fill">
        <LogsPanel target={target} object={object.data} />
      </PageContent>
    </>
  );
}

function ChooseLogs() {
  const { t } = useTranslationRef(clustersTranslationRef);
  const links = useLinks();
  const { items } = useRecentObjects();
  const found = items.flatMap(recent => {
    const target = targetOf(recent);
    return target === undefined || !hasLogs(target.resource) ? [] : [{ recent, target }];
  });
  return (
    <>
      <PageHeader title={t('logs.title')} />
      <PageContent>
        <EmptyState
          title={t('logs.chooseTitle')}
          description={t('logs.chooseHint')}
          action={
            <Button
              variant="contained"
              component={RouterLink}
              to={links.explorer({ resource: PODS })}
            >
              {t('logs.browsePods')}
            </Button>
          }
        />
        {found.length > 0 && (
          <Section title={t('home.recent')} flush>
            <LinkList
              empty={t('home.recentEmpty')}
              items={found.map(({ recent, target }) => ({
                key: recentKey(recent),
                to: links.logs(target),
                title: recent.name,
                detail: [recent.kind, recent.cluster, recent.namespace].filter(Boolean).join(' · '),
                icon: <KindIcon kind={recent.kind} />,
              }))}
            />
          </Section>
        )}
      </PageContent>
    </>
  );
}
