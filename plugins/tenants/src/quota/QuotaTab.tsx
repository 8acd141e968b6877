import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Tenant } from '@kubemate/plugin-tenants-common';
import { ActionButton, Section } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import Typography from '@mui/material/Typography';
import { useRef, useState } from 'react';
import { useQuotaRequests, useTenants, useTenantStatus } from '../api/queries';
import { tenantsTranslationRef } from '../translations/tenantsTranslationRef';
import { formatAmount, rank, tightest } from './quotaAmounts';
import { QuotaRequests } from './QuotaRequests';
import { RequestQuotaDialog } from './RequestQuotaDialog';
import { useResourceTitle } from './useResourceTitle';

/** What the tenant may use in each namespace, where it is nearest to the limit, and what it has asked for. */
export function QuotaTab({ tenant }: { tenant: Tenant }) {
  const { t } = useTranslationRef(tenantsTranslationRef);
  const [asking, setAsking] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const plan = useTenants().data?.plans.find(({ name }) => name === tenant.plan);
  const waiting = useQuotaRequests(tenant.name).data?.items.some(
    ({ status }) => status === 'waiting',
  );
  const denied = !tenant.may.requestQuota
    ? t('denied.quota')
    : tenant.state === 'archived'
      ? t('denied.archived')
      : waiting
        ? t('quota.waitsAlready')
        : undefined;
  return (
    <>
      <Section
        title={t('quota.planTitle', { plan: plan?.title ?? tenant.plan })}
        flush
        actions={
          <ActionButton
            ref={opener}
            variant="outlined"
            disabledReason={denied}
            onClick={() => setAsking(true)}
          >
            {t('actions.quota')}
          </ActionButton>
        }
      >
        <PlanTable tenant={tenant} />
      </Section>
      <QuotaRequests tenant={tenant} />
      {asking && (
        <RequestQuotaDialog
          tenant={tenant}
          opener={opener.current}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}

function PlanTable({ tenant }: { tenant: Tenant }) {
  const { t } = useTranslationRef(tenantsTranslationRef);
  const titleOf = useResourceTitle();
  const list = useTenants();
  const plan = list.data?.plans.find(({ name }) => name === tenant.plan);
  const fullest = tightest(useTenantStatus(tenant.name).data?.namespaces ?? []);
  const limits = Object.entries(plan?.quota ?? {}).sort(([a], [b]) => rank(a) - rank(b));
  if (list.data !== undefined && plan === undefined)
    return (
      <Typography variant="body2" sx={{ p: 2, m: 0 }}>
        {t('quota.planGone', { plan: tenant.plan })}
      </Typography>
    );
  const head = [t('quota.resource'), t('quota.perNamespace'), t('quota.fullest')];
  return (
    <>
      <Box tabIndex={0} role="group" aria-label={t('tabs.quota')} sx={{ overflowX: 'auto' }}>
        <Table size="small" aria-label={t('tabs.quota')}>
          <TableHead>
            <TableRow>
              {head.map(title => (
                <TableCell key={title}>{title}</TableCell>
              ))}
            </TableRow>
          </TableHead>
          <TableBody>
            {limits.map(([resource, hard]) => {
              const amount = fullest.get(resource);
              return (
                <TableRow key={resource}>
                  <TableCell title={resource}>{titleOf(resource)}</TableCell>
                  <TableCell>{formatAmount(resource, hard)}</TableCell>
                  <TableCell>
                    {amount === undefined
                      ? '—'
                      : t('quota.usedIn', {
                          percent: String(Math.round(amount.ratio * 100)),
                          used: amount.used,
                          hard: amount.hard,
                          place: `${amount.cluster} / ${amount.namespace}`,
                        })}
                  </TableCell>
                </TableRow>
              );
            })}
          </TableBody>
        </Table>
      </Box>
      <Typography
        variant="caption"
        color="text.secondary"
        component="p"
        sx={{ px: 1.5, py: 1, m: 0 }}
      >
        {t('quota.eachNamespace')}
      </Typography>
    </>
  );
}
