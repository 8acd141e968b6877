import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { NamespaceStatus, Tenant } from '@kubemate/plugin-tenants-common';
import { StatusChip } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Chip from '@mui/material/Chip';
import Typography from '@mui/material/Typography';
import { useTenants } from '../api/queries';
import { MaybeLink } from '../links/MaybeLink';
import { useLinks } from '../links/useLinks';
import { QuotaBar } from '../quota/QuotaBar';
import { quotaAmounts } from '../quota/quotaAmounts';
import { tenantsTranslationRef } from '../translations/tenantsTranslationRef';

const HEALTH = {
  active: 'ok',
  terminating: 'progressing',
  missing: 'failed',
  unknown: 'unknown',
} as const;

/** Each namespace with what is used of its quota, and the ways into it. */
export function NamespaceList(props: { tenant: Tenant; namespaces: readonly NamespaceStatus[] }) {
  const { tenant, namespaces } = props;
  return (
    <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
      {namespaces.map(item => (
        <NamespaceLine
          key={`${item.cluster}/${item.namespace}`}
          item={item}
          archived={tenant.state === 'archived'}
        />
      ))}
    </Box>
  );
}

function NamespaceLine({ item, archived }: { item: NamespaceStatus; archived: boolean }) {
  const { t } = useTranslationRef(tenantsTranslationRef);
  const { cluster, environment, namespace, state } = item;
  const links = useLinks();
  const title = useTenants().data?.clusters.find(({ name }) => name === cluster)?.title ?? cluster;
  const amounts = quotaAmounts(item.quota);
  const place = { cluster, namespace };
  const ways = [
    { key: 'explore', to: links.explorer(place), text: t('namespace.explore') },
    ...(archived || state !== 'active'
      ? []
      : [{ key: 'create', to: links.createObjects(place), text: t('namespace.create') }]),
    {
      key: 'access',
      to: links.access({ tab: 'matrix', cluster, namespace }),
      text: t('namespace.access'),
    },
  ];
  return (
    <Box
      component="li"
      sx={{
        display: 'grid',
        gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: 'minmax(220px, 300px) minmax(0, 1fr)' },
        columnGap: 3,
        rowGap: 1.5,
        px: 2,
        py: 1.5,
        '& + &': { borderTop: 1, borderColor: 'divider' },
      }}
    >
      <Box sx={{ minWidth: 0 }}>
        <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'center' }}>
          <MaybeLink to={links.explorer(place)} sx={{ fontWeight: 550, overflowWrap: 'anywhere' }}>
            {namespace}
          </MaybeLink>
          <Chip label={t(`environment.${environment}`)} variant="outlined" />
          {state !== 'active' && (
            <StatusChip health={HEALTH[state]} label={t(`namespace.state.${state}`)} />
          )}
          {item.drift > 0 && (
            <StatusChip health="warning" label={t('health.drift', { count: item.drift })} />
          )}
        </Box>
        <Typography variant="body2" component="div" sx={{ mt: 0.25 }}>
          <MaybeLink to={links.cluster(cluster)}>{title}</MaybeLink>
        </Typography>
        <Box sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 1.5, mt: 0.5 }}>
          {ways.map(({ key, to, text }) =>
            to === undefined ? null : (
              <MaybeLink key={key} to={to} variant="caption">
                {text}
              </MaybeLink>
            ),
          )}
        </Box>
      </Box>
      {amounts.length === 0 ? (
        <Typography variant="body2" color="text.secondary">
          {t(state === 'active' ? 'quota.none' : 'quota.unknown')}
        </Typography>
      ) : (
        <Box
          sx={{
            display: 'grid',
            gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 200px), 1fr))',
            columnGap: 3,
            rowGap: 1.5,
            alignContent: 'start',
          }}
        >
          {amounts.map(amount => (
            <QuotaBar key={amount.resource} amount={amount} />
          ))}
        </Box>
      )}
    </Box>
  );
}
