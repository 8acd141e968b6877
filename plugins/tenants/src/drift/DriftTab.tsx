import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { tenantOperations } from '@kubemate/plugin-tenants-common';
import type { Drift, Tenant } from '@kubemate/plugin-tenants-common';
import {
  ActionButton,
  ChangeList,
  EmptyState,
  FailureState,
  LoadingState,
  PartialBanner,
  Section,
  StatusChip,
} from '@kubemate/ui';
import Box from '@mui/material/Box';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { RiCheckDoubleLine, RiToolsLine } from '@remixicon/react';
import { useState } from 'react';
import { useTenants, useTenantStatus } from '../api/queries';
import { TenantDialog } from '../operations/TenantDialog';
import { unreadClusters } from '../tenant/tenantHealth';
import { tenantsTranslationRef } from '../translations/tenantsTranslationRef';
import { groupDrift } from './groupDrift';

interface Repair {
  /** All where absent. */
  readonly cluster?: string;
  readonly opener: HTMLElement;
}

/** Where clusters differ from the declared tenant, field by field, and how to put it right. */
export function DriftTab({ tenant }: { tenant: Tenant }) {
  const { t } = useTranslationRef(tenantsTranslationRef);
  const status = useTenantStatus(tenant.name);
  const [repair, setRepair] = useState<Repair>();
  if (status.isPending) return <LoadingState label={t('tenant.loadingStatus')} lines={6} />;
  if (status.data === undefined)
    return (
      <FailureState
        title={t('tenant.statusFailed')}
        error={status.error}
        onRetry={() => void status.refetch()}
      />
    );
  const { drift, failures } = status.data;
  return (
    <>
      {failures.length > 0 && (
        <PartialBanner
          severity={unreadClusters(status.data).length > 0 ? 'warning' : 'info'}
          title={t('drift.partial')}
          items={failures.map(({ cluster, reason }) => ({
            key: `${cluster} ${reason}`,
            text: `${cluster}: ${reason}`,
          }))}
        />
      )}
      {drift.length === 0 ? (
        <EmptyState
          icon={<RiCheckDoubleLine size={32} />}
          title={t(failures.length > 0 ? 'drift.noneSeen' : 'drift.none')}
          description={t('drift.noneHint')}
        />
      ) : (
        <DriftGroups tenant={tenant} drift={drift} onRepair={setRepair} />
      )}
      {repair !== undefined && (
        <TenantDialog
          contract={tenantOperations.repairDrift}
          input={{
            name: tenant.name,
            ...(repair.cluster === undefined ? {} : { clusters: [repair.cluster] }),
          }}
          title={t('actions.titleOf', { action: t('actions.repair'), name: tenant.title })}
          runLabel={t('actions.repair')}
          opener={repair.opener}
          onClose={() => setRepair(undefined)}
          keepOpen
        />
      )}
    </>
  );
}

function DriftGroups(props: {
  tenant: Tenant;
  drift: readonly Drift[];
  onRepair(repair: Repair): void;
}) {
  const { tenant, drift, onRepair } = props;
  const { t } = useTranslationRef(tenantsTranslationRef);
  const clusters = useTenants().data?.clusters ?? [];
  const denied = tenant.may.repair ? undefined : t('denied.repair');
  const groups = groupDrift(drift);
  return (
    <>
      <Stack direction="row" flexWrap="wrap" alignItems="center" gap={1.5}>
        <Typography variant="body2" color="text.secondary" sx={{ flex: '1 1 260px' }}>
          {t('drift.explained')}
        </Typography>
        <ActionButton
          variant="contained"
          startIcon={<RiToolsLine size={16} />}
          disabledReason={denied}
          onClick={event => onRepair({ opener: event.currentTarget })}
        >
          {t('drift.repairAll')}
        </ActionButton>
      </Stack>
      {groups.map(({ cluster, items }) => {
        const title = clusters.find(({ name }) => name === cluster)?.title ?? cluster;
        return (
          <Section
            key={cluster}
            title={`${title} (${items.length})`}
            flush
            actions={
              groups.length > 1 && (
                <ActionButton
                  variant="outlined"
                  disabledReason={denied}
                  onClick={event => onRepair({ cluster, opener: event.currentTarget })}
                >
                  {t('drift.repairCluster', { cluster: title })}
                </ActionButton>
              )
            }
          >
            <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
              {items.map(item => (
                <DriftLine
                  key={`${item.target.namespace ?? ''}/${item.target.kind}/${item.target.name}`}
                  item={item}
                />
              ))}
            </Box>
          </Section>
        );
      })}
    </>
  );
}

const HEALTH = { missing: 'failed', changed: 'warning', extra: 'unknown' } as const;

function DriftLine({ item }: { item: Drift }) {
  const { t } = useTranslationRef(tenantsTranslationRef);
  const { target, state, changes } = item;
  return (
    <Box component="li" sx={{ px: 2, py: 1.25, '& + &': { borderTop: 1, borderColor: 'divider' } }}>
      <Stack direction="row" flexWrap="wrap" alignItems="center" columnGap={1.5} rowGap={0.25}>
        <Typography variant="subtitle2" sx={{ overflowWrap: 'anywhere' }}>
          {target.kind} {target.name}
        </Typography>
        {target.namespace !== undefined && (
          <Typography variant="caption" color="text.secondary">
            {target.namespace}
          </Typography>
        )}
        <Box component="span" title={t(`drift.stateHint.${state}`)} sx={{ typography: 'caption' }}>
          <StatusChip variant="plain" health={HEALTH[state]} label={t(`drift.state.${state}`)} />
        </Box>
      </Stack>
      {changes.length > 0 && (
        <Box sx={{ mt: 0.5 }}>
          <ChangeList
            diff={[
              {
                target,
                // Both are there; only fields of them differ.
                before: '-',
                after: '-',
                changes: changes.map(({ path, declared, live }) => ({
                  path,
                  before: live,
                  after: declared,
                })),
              },
            ]}
          />
        </Box>
      )}
    </Box>
  );
}
