import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { parseResourceId } from '@kubemate/kube-common';
import {
  EmptyState,
  FailureState,
  LoadingState,
  SearchBox,
  Section,
  StatusChip,
} from '@kubemate/ui';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import { useMemo, useState } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import { useResourceLists } from '../api/queries';
import { PlainTable } from '../cells/PlainTable';
import { matchesType, mergeResourceTypes } from '../explorer/resourceTypes';
import { useLinks } from '../links/useLinks';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { Capabilities } from './Capabilities';

export interface ApiResourcesProps {
  cluster: string;
  /** Every API group that the cluster serves. */
  apiGroups: readonly string[];
}

/** What the API server of a cluster serves, and what the person may do with it. */
export function ApiResources({ cluster, apiGroups }: ApiResourcesProps) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const links = useLinks();
  const [text, setText] = useState('');
  const [query] = useResourceLists([cluster]);
  const items = query?.data?.items;
  const types = useMemo(() => {
    const merged = mergeResourceTypes([{ cluster, items: items ?? [] }]);
    const verbs = new Map(items?.map(item => [item.resource, item.verbs]));
    return merged.map(type => ({ type, verbs: verbs.get(type.resource) ?? [] }));
  }, [cluster, items]);
  if (query === undefined || query.isPending) return <LoadingState lines={10} />;
  if (items === undefined)
    return (
      <FailureState
        title={t('clusters.apis.loadFailed')}
        error={query.error}
        onRetry={() => void query.refetch()}
      />
    );
  const found = types.filter(({ type }) => matchesType(type, text.trim()));
  return (
    <>
      <Section title={t('clusters.addons')}>
        <Capabilities apiGroups={apiGroups} />
      </Section>
      <Section
        title={t('clusters.tabs.apis')}
        actions={
          <Typography variant="caption" color="text.secondary" noWrap>
            {t('clusters.apis.shown', { shown: String(found.length), total: String(types.length) })}
          </Typography>
        }
        flush
      >
        <Box sx={{ p: 1.5 }}>
          <SearchBox
            value={text}
            onChange={setText}
            delay={80}
            label={t('clusters.apis.search')}
            placeholder={t('clusters.apis.search')}
          />
        </Box>
        {found.length === 0 ? (
          <EmptyState title={t('clusters.apis.empty')} description={t('clusters.apis.emptyHint')} />
        ) : (
          <PlainTable
            label={t('clusters.tabs.apis')}
            head={[
              t('clusters.apis.kind'),
              t('clusters.apis.group'),
              t('clusters.apis.scope'),
              t('clusters.apis.shortNames'),
              t('clusters.apis.verbs'),
            ]}
            rows={found.map(({ type, verbs }) => {
              const resource = parseResourceId(type.resource);
              return {
                key: type.resource,
                cells: [
                  type.listable && resource !== undefined ? (
                    <Link
                      component={RouterLink}
                      to={links.explorer({ resource, clusters: [cluster] })}
                    >
                      {type.kind}
                    </Link>
                  ) : (
                    type.kind
                  ),
                  `${type.group === '' ? '' : `${type.group}/`}${type.version}`,
                  t(type.namespaced ? 'clusters.apis.namespaced' : 'clusters.apis.clusterWide'),
                  type.shortNames.join(', '),
                  verbs.length === 0 ? (
                    <StatusChip health="unknown" label={t('clusters.apis.none')} variant="plain" />
                  ) : (
                    verbs.join(', ')
                  ),
                ],
              };
            })}
          />
        )}
      </Section>
    </>
  );
}
