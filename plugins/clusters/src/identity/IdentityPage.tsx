import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ClusterIdentity, IdentityList } from '@kubemate/plugin-clusters-common';
import {
  EmptyState,
  FailureState,
  KeyValueList,
  type KeyValueListProps,
  LoadingState,
  Page,
  PageContent,
  PageHeader,
  PartialBanner,
  Section,
  ServerText,
  StatusChip,
  useDocumentTitle,
} from '@kubemate/ui';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Stack from '@mui/material/Stack';
import type { Theme } from '@mui/material/styles';
import Typography from '@mui/material/Typography';
import useMediaQuery from '@mui/material/useMediaQuery';
import { Link as RouterLink } from 'react-router-dom';
import { useIdentities } from '../api/queries';
import { PlainTable } from '../cells/PlainTable';
import { useLinks } from '../links/useLinks';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { EntityLink } from './EntityLink';
import { IdentityNames } from './IdentityNames';

/** Who the person is to the portal, and to the API server of each cluster. */
export function IdentityPage() {
  const { t } = useTranslationRef(clustersTranslationRef);
  useDocumentTitle(t('identity.title'));
  return (
    <Page>
      <PageHeader title={t('identity.title')} subtitle={t('identity.about')} />
      <PageContent>
        <IdentityBody />
      </PageContent>
    </Page>
  );
}

function IdentityBody() {
  const { t } = useTranslationRef(clustersTranslationRef);
  const identities = useIdentities();
  if (identities.isPending) return <LoadingState />;
  if (identities.data === undefined)
    return (
      <FailureState
        title={t('identity.loadFailed')}
        error={identities.error}
        onRetry={() => void identities.refetch()}
      />
    );
  const { items } = identities.data;
  const missing = items.flatMap(({ title, cluster, answer }) =>
    answer.state === 'known' ? [] : [{ key: cluster, text: `${title}: ${answer.reason}` }],
  );
  return (
    <Stack gap={2}>
      {missing.length > 0 && (
        <PartialBanner
          title={t('identity.missing', {
            missing: String(missing.length),
            total: String(items.length),
          })}
          items={missing}
        />
      )}
      <Section title={t('identity.portal')}>
        <PortalIdentity identities={identities.data} />
      </Section>
      {items.length === 0 ? (
        <EmptyState title={t('home.noClusters')} description={t('home.noClustersHint')} />
      ) : (
        <ClusterIdentities items={items} />
      )}
    </Stack>
  );
}

function PortalIdentity({ identities }: { identities: IdentityList }) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const { userEntityRef, groupEntityRefs, tokenExpiresAt } = identities;
  const groups = groupEntityRefs.map(ref => (
    <div key={ref}>
      <EntityLink entityRef={ref} />
    </div>
  ));
  const facts: KeyValueListProps['items'] = [
    { key: 'user', label: t('identity.user'), value: <EntityLink entityRef={userEntityRef} /> },
    {
      key: 'groups',
      label: t('identity.groups'),
      value: groups.length > 0 ? groups : t('identity.noGroups'),
    },
  ];
  if (tokenExpiresAt === undefined) return <KeyValueList items={facts} />;
  const language = document.documentElement.lang || undefined;
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  const value = t('identity.tokenUntil', { time: format.format(tokenExpiresAt) });
  return <KeyValueList items={[...facts, { key: 'token', label: t('identity.token'), value }]} />;
}

function ClusterIdentities({ items }: { items: readonly ClusterIdentity[] }) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const isNarrow = useMediaQuery<Theme>(theme => theme.breakpoints.down('md'));
  if (isNarrow)
    return (
      <Stack gap={2}>
        {items.map(item => (
          <Section key={item.cluster} title={item.title}>
            <IdentityFacts item={item} />
          </Section>
        ))}
      </Stack>
    );
  return (
    <Section title={t('identity.clusters')} flush>
      <PlainTable
        label={t('identity.clusters')}
        head={[t('identity.cluster'), t('identity.mode'), t('identity.user'), t('identity.groups')]}
        rows={items.map(item => ({
          key: item.cluster,
          cells: [
            <ClusterLink key="cluster" item={item} />,
            t(`clusters.identityOf.${item.identity}`),
            item.answer.state === 'known' ? (
              <IdentityNames key="user" names={[item.answer.user]} mode={item.identity} />
            ) : (
              <Unknown key="user" answer={item.answer} />
            ),
            item.answer.state === 'known' ? (
              <IdentityNames key="groups" names={item.answer.groups} mode={item.identity} />
            ) : (
              '—'
            ),
          ],
        }))}
      />
    </Section>
  );
}

function IdentityFacts({ item }: { item: ClusterIdentity }) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const { answer, identity } = item;
  const mode = {
    key: 'mode',
    label: t('identity.mode'),
    value: t(`clusters.identityOf.${identity}`),
  };
  if (answer.state !== 'known')
    return (
      <KeyValueList
        items={[
          mode,
          { key: 'user', label: t('identity.user'), value: <Unknown answer={answer} /> },
        ]}
      />
    );
  return (
    <KeyValueList
      items={[
        mode,
        {
          key: 'user',
          label: t('identity.user'),
          value: <IdentityNames names={[answer.user]} mode={identity} />,
        },
        {
          key: 'groups',
          label: t('identity.groups'),
          value: <IdentityNames names={answer.groups} mode={identity} />,
        },
      ]}
    />
  );
}

function ClusterLink({ item }: { item: ClusterIdentity }) {
  const links = useLinks();
  return (
    <Link component={RouterLink} to={links.cluster(item.cluster)}>
      {item.title}
    </Link>
  );
}

function Unknown({ answer }: { answer: Exclude<ClusterIdentity['answer'], { state: 'known' }> }) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const health = answer.state === 'denied' ? 'warning' : 'failed';
  return (
    <Box sx={{ maxWidth: 420 }}>
      <StatusChip health={health} label={t(`identity.${answer.state}`)} />
      <Typography variant="body2" color="text.secondary" sx={{ mt: 0.5 }}>
        <ServerText text={answer.reason} />
      </Typography>
    </Box>
  );
}
