import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ApprovalRequest } from '@kubemate/plugin-pipelines-common';
import { Age, formatAge, StatusChip, useNow } from '@kubemate/ui';
import type { Health } from '@kubemate/kube-common';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { RiCheckLine, RiCloseLine } from '@remixicon/react';
import { useEffect, useRef } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import { imageName } from '../board/environmentText';
import { useLinks } from '../links/useLinks';
import { shortActor } from '../runs/runText';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';
import { entityName } from './entityName';
import type { Decision } from './DecideDialog';

const HEALTH: Readonly<Record<ApprovalRequest['state'], Health>> = {
  waiting: 'progressing',
  approved: 'ok',
  rejected: 'failed',
  expired: 'unknown',
  used: 'ok',
};

/** What somebody wants where, why, how many have said yes, and the two buttons. */
export function ApprovalRow(props: {
  request: ApprovalRequest;
  /** Somebody came for this one: it is brought into view. */
  isChosen: boolean;
  onDecide(decision: Decision): void;
}) {
  const { request, isChosen, onDecide } = props;
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isChosen) row.current?.scrollIntoView({ block: 'center' });
  }, [isChosen]);
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const links = useLinks();
  const { component, from, to, image, before, state, reason, decisions, expiresAt } = request;
  const left = useNow(now => (expiresAt > now ? formatAge(expiresAt - now) : ''));
  const name = entityName(component);
  const what = { component: name, image: imageName(image), from, to };
  return (
    <Box
      component="li"
      ref={row}
      aria-current={isChosen || undefined}
      aria-label={t('approvals.what', what)}
      sx={{
        px: 2,
        py: 1.5,
        ...(isChosen && { bgcolor: 'action.selected' }),
        borderBottom: 1,
        borderColor: 'divider',
        '&:last-child': { border: 0 },
      }}
    >
      <Stack direction="row" flexWrap="wrap" alignItems="center" columnGap={1.5} rowGap={0.5}>
        <Link component={RouterLink} to={links.componentBoard(component)} variant="subtitle2">
          {name}
        </Link>
        <Typography variant="body2" sx={{ overflowWrap: 'anywhere' }}>
          {before === undefined ? '' : `${imageName(before)} → `}
          {imageName(image)} · {t('approvals.route', { from, to })}
        </Typography>
        <StatusChip health={HEALTH[state]} label={t(`approvals.state.${state}`)} />
      </Stack>
      <Typography variant="caption" color="text.secondary" component="div">
        {t('approvals.askedBy', { by: shortActor(request.requestedBy) })}{' '}
        <Age at={request.requestedAt} />
        {' · '}
        {t('approvals.count', { given: String(request.given), needed: String(request.needed) })}
        {state === 'waiting' && left !== '' && ` · ${t('approvals.expiresIn', { left })}`}
      </Typography>
      {reason !== undefined && (
        <Typography variant="body2" sx={{ mt: 0.75, overflowWrap: 'anywhere' }}>
          “{reason}”
        </Typography>
      )}
      {decisions.map(({ by, decision, reason: why, at }) => (
        <Typography key={`${by} ${at}`} variant="body2" sx={{ mt: 0.5, overflowWrap: 'anywhere' }}>
          {t(`approvals.${decision}`, { by: shortActor(by), reason: why })} <Age at={at} />
        </Typography>
      ))}
      {request.mayDecide ? (
        <Stack direction="row" flexWrap="wrap" gap={1} sx={{ mt: 1 }}>
          <Button
            variant="contained"
            startIcon={<RiCheckLine size={16} />}
            onClick={event =>
              onDecide({ request, decision: 'approve', opener: event.currentTarget })
            }
          >
            {t('approvals.approve')}
          </Button>
          <Button
            variant="outlined"
            color="inherit"
            startIcon={<RiCloseLine size={16} />}
            onClick={event =>
              onDecide({ request, decision: 'reject', opener: event.currentTarget })
            }
          >
            {t('approvals.reject')}
          </Button>
        </Stack>
      ) : (
        request.whyNot !== undefined &&
        state === 'waiting' && (
          <Typography variant="body2" color="text.secondary" sx={{ mt: 0.5 }}>
            {t(`approvals.whyNot.${request.whyNot}`, {
              groups: request.groups.map(entityName).join(', '),
            })}
          </Typography>
        )
      )}
    </Box>
  );
}
