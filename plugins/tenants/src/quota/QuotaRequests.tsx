import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { tenantOperations } from '@kubemate/plugin-tenants-common';
import type { QuotaRequest, Tenant } from '@kubemate/plugin-tenants-common';
import {
  ActionButton,
  Age,
  EmptyState,
  FailureState,
  LoadingState,
  Section,
  StatusChip,
} from '@kubemate/ui';
import Box from '@mui/material/Box';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useQuotaRequests, useTenants } from '../api/queries';
import { useMyRef } from '../identity/useMyRef';
import { EntityLink } from '../links/EntityLink';
import { TenantDialog } from '../operations/TenantDialog';
import { tenantsTranslationRef } from '../translations/tenantsTranslationRef';
import { DecideDialog, type Decision } from './DecideDialog';

const HEALTH = {
  waiting: 'progressing',
  approved: 'ok',
  refused: 'idle',
  withdrawn: 'idle',
} as const;

/** What was asked for, newest first, and what came of it. */
export function QuotaRequests({ tenant }: { tenant: Tenant }) {
  const { t } = useTranslationRef(tenantsTranslationRef);
  const query = useQuotaRequests(tenant.name);
  const [choice, setChoice] = useState<Decision & { opener: HTMLElement }>();
  const [regretted, setRegretted] = useState<{ request: QuotaRequest; opener: HTMLElement }>();
  const items = query.data?.items;
  return (
    <Section title={t('quota.requests')} flush>
      {items === undefined ? (
        query.isPending ? (
          <LoadingState lines={3} />
        ) : (
          <FailureState
            title={t('quota.requestsFailed')}
            error={query.error}
            onRetry={() => void query.refetch()}
          />
        )
      ) : items.length === 0 ? (
        <EmptyState title={t('quota.noRequests')} description={t('quota.noRequestsHint')} />
      ) : (
        <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
          {items.map(request => (
            <RequestLine
              key={request.id}
              request={request}
              may={tenant.may}
              onDecide={(decision, opener) => setChoice({ request, decision, opener })}
              onWithdraw={opener => setRegretted({ request, opener })}
            />
          ))}
        </Box>
      )}
      {choice !== undefined && (
        <DecideDialog
          tenant={tenant}
          choice={choice}
          opener={choice.opener}
          onClose={() => setChoice(undefined)}
        />
      )}
      {regretted !== undefined && (
        <TenantDialog
          contract={tenantOperations.withdrawRequest}
          input={{ name: tenant.name, request: regretted.request.id }}
          title={t('quota.withdrawTitle', { name: tenant.title })}
          runLabel={t('quota.withdraw')}
          opener={regretted.opener}
          onClose={() => setRegretted(undefined)}
        />
      )}
    </Section>
  );
}

function RequestLine(props: {
  request: QuotaRequest;
  may: Tenant['may'];
  onDecide(decision: Decision['decision'], opener: HTMLElement): void;
  onWithdraw(opener: HTMLElement): void;
}) {
  const { request, may, onDecide, onWithdraw } = props;
  const { t } = useTranslationRef(tenantsTranslationRef);
  const plans = useTenants().data?.plans ?? [];
  const titleOf = (name: string) => plans.find(plan => plan.name === name)?.title ?? name;
  const me = useMyRef();
  const { status, fromPlan, plan, reason, requestedBy, requestedAt, decidedBy, note } = request;
  const isMine = requestedBy === me;
  const denied = !may.decideQuota
    ? t('denied.decide')
    : isMine
      ? t('denied.ownRequest')
      : undefined;
  return (
    <Box component="li" sx={{ px: 2, py: 1.5, '& + &': { borderTop: 1, borderColor: 'divider' } }}>
      <Stack direction="row" flexWrap="wrap" alignItems="center" columnGap={1.5} rowGap={0.5}>
        <Typography variant="subtitle2">
          {titleOf(fromPlan)} → {titleOf(plan)}
        </Typography>
        <StatusChip health={HEALTH[status]} label={t(`quota.status.${status}`)} />
        <Typography variant="caption" color="text.secondary">
          <EntityLink entityRef={requestedBy} /> · <Age at={requestedAt} />
        </Typography>
        {status === 'waiting' && (
          <Stack direction="row" flexWrap="wrap" gap={1} sx={{ ml: 'auto' }}>
            {isMine && may.requestQuota && (
              <ActionButton variant="outlined" onClick={event => onWithdraw(event.currentTarget)}>
                {t('quota.withdraw')}
              </ActionButton>
            )}
            <ActionButton
              variant="contained"
              disabledReason={denied}
              onClick={event => onDecide('approved', event.currentTarget)}
            >
              {t('quota.approve')}
            </ActionButton>
            <ActionButton
              variant="outlined"
              disabledReason={denied}
              onClick={event => onDecide('refused', event.currentTarget)}
            >
              {t('quota.refuse')}
            </ActionButton>
          </Stack>
        )}
      </Stack>
      <Typography variant="body2" sx={{ mt: 0.5, overflowWrap: 'anywhere' }}>
        {reason}
      </Typography>
      {decidedBy !== undefined && (
        <Typography
          variant="caption"
          color="text.secondary"
          component="div"
          sx={{ mt: 0.5, overflowWrap: 'anywhere' }}
        >
          {t(`quota.by.${status === 'waiting' ? 'refused' : status}`)}{' '}
          <EntityLink entityRef={decidedBy} /> · <Age at={request.decidedAt} />
          {note !== undefined && ` · ${note}`}
        </Typography>
      )}
    </Box>
  );
}
