import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { parseResourceId } from '@kubemate/kube-common';
import type { RelatedItem } from '@kubemate/plugin-clusters-common';
import { Age, EmptyState, FailureState, LoadingState, Section, StatusChip } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import { Link as RouterLink } from 'react-router-dom';
import { useRelated } from '../api/queries';
import { FailureChips } from '../explorer/FailureChips';
import { KindIcon } from '../kinds/KindIcon';
import { useLinks, type ObjectTarget } from '../links/useLinks';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';

/** What an object belongs to, is made of and talks to, each with its health. */
export function RelatedTab({ target }: { target: ObjectTarget }) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const query = useRelated(target);
  if (query.isPending) return <LoadingState />;
  if (query.data === undefined)
    return (
      <FailureState
        title={t('object.relatedFailed')}
        error={query.error}
        onRetry={() => void query.refetch()}
      />
    );
  const { items, failures } = query.data;
  const groups = new Map<RelatedItem['relation'], RelatedItem[]>();
  for (const item of items) groups.set(item.relation, [...(groups.get(item.relation) ?? []), item]);
  return (
    <>
      <FailureChips failures={failures} />
      {groups.size === 0 && <EmptyState title={t('object.relatedEmpty')} />}
      {[...groups].map(([relation, members]) => (
        <Section
          key={relation}
          title={`${t(`object.relation.${relation}`)} (${members.length})`}
          flush
        >
          <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none' }}>
            {members.map(item => (
              <RelatedLine
                key={`${item.resource}/${item.namespace ?? ''}/${item.name}`}
                item={item}
                cluster={target.cluster}
              />
            ))}
          </Box>
        </Section>
      ))}
    </>
  );
}

function RelatedLine({ item, cluster }: { item: RelatedItem; cluster: string }) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const links = useLinks();
  const { namespace, name, kind, row, missing } = item;
  const resource = parseResourceId(item.resource);
  return (
    <Box
      component="li"
      sx={{
        display: 'flex',
        alignItems: 'center',
        flexWrap: 'wrap',
        columnGap: 1.25,
        px: 2,
        py: 1,
        '& + &': { borderTop: 1, borderColor: 'divider' },
      }}
    >
      <Box sx={{ display: 'flex', color: 'text.secondary' }}>
        <KindIcon kind={kind} />
      </Box>
      <Box sx={{ minWidth: 0, flex: 1 }}>
        {missing || resource === undefined ? (
          <Typography variant="body2">{name}</Typography>
        ) : (
          <Link
            component={RouterLink}
            to={links.object({ cluster, resource, namespace, name })}
            variant="body2"
            noWrap
            sx={{ display: 'block' }}
          >
            {name}
          </Link>
        )}
        <Typography variant="caption" color="text.secondary" component="div" noWrap>
          {kind}
          {namespace !== undefined && ` · ${namespace}`}
        </Typography>
      </Box>
      {missing && <StatusChip health="failed" label={t('object.missing')} />}
      {!missing && row === undefined && (
        <StatusChip health="unknown" label={t('object.noAccess')} />
      )}
      {row !== undefined && (
        <>
          <StatusChip health={row.health} label={row.reason} />
          <Typography
            variant="caption"
            color="text.secondary"
            sx={{ width: 48, textAlign: 'right' }}
          >
            <Age at={row.created} />
          </Typography>
        </>
      )}
    </Box>
  );
}
