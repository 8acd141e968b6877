import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Health } from '@kubemate/kube-common';
import type { ClusterObject } from '@kubemate/plugin-clusters-common';
import {
  Age,
  DataAge,
  DeniedState,
  describeError,
  EmptyState,
  ErrorState,
  LoadingState,
  type ObjectTab,
  Page,
  PageContent,
  PageHeader,
  StatusChip,
  textParam,
  useDocumentTitle,
  useUrlState,
} from '@kubemate/ui';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import { Suspense, useContext, useEffect, useMemo } from 'react';
import { Link as RouterLink, useParams } from 'react-router-dom';
import { useObject, useWhy } from '../api/queries';
import { KindIcon } from '../kinds/KindIcon';
import { NO_NAMESPACE, useLinks, type ObjectTarget } from '../links/useLinks';
import { parseResourceSlug } from '../links/resourceSlug';
import { MapLink } from '../map/MapLink';
import { LogsPanel } from '../logs/LogsPanel';
import { toRecentObject, withRecent } from '../recent/recentObjects';
import { useRecentObjects } from '../recent/useRecentObjects';
import { ObjectActions } from '../operations/ObjectActions';
import { TerminalKeeper } from '../terminal/TerminalKeeper';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { EventsTab } from './EventsTab';
import { Fields } from './Fields';
import { hasLogs, hasTerminal } from './hasLogs';
import { ObjectTabsContext } from './ObjectTabsContext';
import { OverviewTab } from './OverviewTab';
import { RelatedTab } from './RelatedTab';
import { YamlTab } from './YamlTab';

const TABS = ['overview', 'yaml', 'events', 'related', 'logs', 'terminal'] as const;
/** Tabs of what has pods. */
const HAS_TAB = { logs: hasLogs, terminal: hasTerminal } as const;
/** Tabs that fill the height left and scroll inside. */
const FILLED: readonly string[] = ['yaml', 'logs', 'terminal'];
const PARAMS = { tab: textParam() };

/** One object of one cluster, named by the address. */
export function ObjectPage() {
  const { t } = useTranslationRef(clustersTranslationRef);
  const { cluster = '', resource: slug = '', namespace = '', name = '' } = useParams();
  const target = useMemo((): ObjectTarget | undefined => {
    const resource = parseResourceSlug(slug);
    if (resource === undefined) return undefined;
    return { cluster, resource, name, ...(namespace === NO_NAMESPACE ? {} : { namespace }) };
  }, [cluster, slug, namespace, name]);
  if (target === undefined)
    return (
      <Page>
        <PageContent>
          <EmptyState title={t('object.badAddress')} description={slug} />
        </PageContent>
      </Page>
    );
  return <ObjectView key={[cluster, slug, namespace, name].join('/')} target={target} />;
}

function ObjectView({ target }: { target: ObjectTarget }) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const links = useLinks();
  const further = useContext(ObjectTabsContext);
  const [{ tab: wanted }] = useUrlState(PARAMS);
  const tab = TABS.find(id => id === wanted) ?? 'overview';
  const other = further.find(({ id }) => id === wanted);
  const query = useObject(target);
  const why = useWhy(target);
  const kind = query.data?.kind ?? target.resource.plural;
  useRemember(target, query.data?.kind);
  useDocumentTitle(target.name, kind, other === undefined ? t(`object.tabs.${tab}`) : undefined);
  const tabs = TABS.filter(
    id => (id !== 'logs' && id !== 'terminal') || HAS_TAB[id](target.resource),
  );
  const place = { clusters: [target.cluster] };
  return (
    <Page>
      <PageHeader
        title={target.name}
        icon={<KindIcon kind={kind} size={22} />}
        breadcrumbs={[
          { title: target.cluster, to: links.cluster(target.cluster) },
          ...(target.namespace === undefined
            ? []
            : [
                {
                  title: target.namespace,
                  to: links.explorer({
                    ...place,
                    namespaces: [target.namespace],
                    resource: target.resource,
                  }),
                },
              ]),
          { title: kind, to: links.explorer({ ...place, resource: target.resource }) },
        ]}
        status={
          why.data && query.data && <ObjectHealth object={query.data} health={why.data.health} />
        }
        subtitle={query.data && <ObjectFacts object={query.data} target={target} />}
        actions={
          <>
            {/* Without an object there is no data whose age could be told; the page below says why. */}
            {query.dataUpdatedAt > 0 && (
              <DataAge asOf={query.dataUpdatedAt} connection={query.isError ? 'offline' : 'live'} />
            )}
            {query.data && <MapLink target={target} />}
            {query.data && <ObjectActions target={target} object={query.data} />}
          </>
        }
        tabs={[
          ...tabs.map(id => ({
            id,
            title: t(`object.tabs.${id}`),
            to: links.object(target, id),
          })),
          ...further.map(({ id, Title }) => ({
            id,
            title: <Title />,
            to: links.object(target, id),
          })),
        ]}
        activeTab={other?.id ?? tab}
      />
      <PageContent layout={FILLED.includes(tab) ? 'fill' : 'scroll'}>
        <ObjectBody target={target} tab={tab} other={other} />
        <TerminalKeeper target={target} object={query.data} shown={tab === 'terminal'} />
      </PageContent>
    </Page>
  );
}

interface ObjectBodyProps {
  target: ObjectTarget;
  tab: (typeof TABS)[number];
  /** A tab of another plugin, shown in place of `tab`. */
  other?: ObjectTab;
}

function ObjectBody({ target, tab, other }: ObjectBodyProps) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const links = useLinks();
  const query = useObject(target);
  if (query.isPending) return <LoadingState lines={10} />;
  if (query.data === undefined) {
    const { kind, message } = describeError(query.error);
    const { name, resource, cluster } = target;
    const browse = (
      <Button
        variant="outlined"
        component={RouterLink}
        to={links.explorer({ resource, clusters: [cluster] })}
      >
        {t('object.browseKind', { kind: resource.plural })}
      </Button>
    );
    if (kind === 'not-found')
      return (
        <EmptyState
          title={t('object.notFound', { name })}
          description={t('object.notFoundHint')}
          action={browse}
        />
      );
    if (kind === 'denied')
      return <DeniedState title={t('object.denied', { name })} reason={message} action={browse} />;
    return (
      <ErrorState
        title={
          kind === 'unreachable' ? t('object.unreachable', { cluster }) : t('object.loadFailed')
        }
        error={new Error(message)}
        onRetry={() => void query.refetch()}
        action={browse}
      />
    );
  }
  if (other !== undefined) {
    const { cluster, namespace, name } = target;
    return (
      <Suspense fallback={<LoadingState lines={10} />}>
        <other.Content target={{ cluster, namespace, name, kind: query.data.kind }} />
      </Suspense>
    );
  }
  switch (tab) {
    case 'yaml':
      return <YamlTab target={target} object={query.data} />;
    case 'events':
      return <EventsTab target={target} />;
    case 'related':
      return <RelatedTab target={target} />;
    case 'terminal':
      // Drawn beside, so that it lives on while other tabs are looked at.
      return null;
    case 'logs':
      return <LogsPanel target={target} object={query.data} />;
    default:
      return <OverviewTab target={target} object={query.data} />;
  }
}

function ObjectHealth({ object, health }: { object: ClusterObject; health: Health }) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const deleting = new Fields(object).at('metadata', 'deletionTimestamp').exists;
  return (
    <>
      <StatusChip health={health} />
      {deleting && <StatusChip health="progressing" label={t('object.deleting')} />}
    </>
  );
}

function ObjectFacts({ object, target }: { object: ClusterObject; target: ObjectTarget }) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const links = useLinks();
  const meta = new Fields(object).at('metadata');
  const owner = meta.at('ownerReferences').items.find(item => item.at('controller').flag);
  const resource = owner && ownerResource(owner);
  const name = owner?.at('name').text;
  return (
    <>
      {object.kind} · {target.cluster}
      {target.namespace !== undefined && ` · ${target.namespace}`}
      {' · '}
      {t('object.age')} <Age at={meta.at('creationTimestamp').time} />
      {resource !== undefined && name !== undefined && (
        <>
          {` · ${t('object.owner')} `}
          <Link
            component={RouterLink}
            to={links.object({
              cluster: target.cluster,
              resource,
              namespace: target.namespace,
              name,
            })}
          >
            {owner?.at('kind').text}/{name}
          </Link>
        </>
      )}
    </>
  );
}

/** Owner references carry a kind, addresses a plural; those of the built-in controllers follow the English rule. */
function ownerResource(owner: Fields) {
  const apiVersion = owner.at('apiVersion').text ?? '';
  const kind = owner.at('kind').text ?? '';
  return parseResourceSlug(
    [`${kind.toLowerCase()}s`, ...apiVersion.split('/').reverse()].join('.'),
  );
}

/** Puts the object among those viewed recently, once it is known to exist. */
function useRemember(target: ObjectTarget, kind: string | undefined): void {
  const { update } = useRecentObjects();
  useEffect(() => {
    if (kind !== undefined) update(items => withRecent(items, toRecentObject(target, kind)));
  }, [update, target, kind]);
}
