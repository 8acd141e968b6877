import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Planned, PlannedStep } from '@kubemate/plugin-template-runs-common';
import { formatPlace, PlanView, StatusChip } from '@kubemate/ui';
import Box from '@mui/material/Box';
import ButtonBase from '@mui/material/ButtonBase';
import Collapse from '@mui/material/Collapse';
import Typography from '@mui/material/Typography';
import { RiArrowDownSLine, RiArrowRightSLine } from '@remixicon/react';
import { useId, useState } from 'react';
import { shellTranslationRef } from '../../translations/shellTranslationRef';
import { lookOf, obstacleOf } from './planState';

/** One step of a template with the operations that it would run. */
export function PlannedStepItem({ step }: { step: PlannedStep }) {
  const { t } = useTranslationRef(shellTranslationRef);
  return (
    <Box
      component="li"
      sx={{ borderTop: 1, borderColor: 'divider', '&:first-of-type': { borderTop: 0 }, py: 1 }}
    >
      <Typography variant="subtitle2" component="h3" sx={{ px: 2, py: 0.25 }}>
        {step.name}
      </Typography>
      {step.state === 'unknown' && (
        <Typography variant="body2" color="text.secondary" sx={{ px: 2 }}>
          {t('create.plan.notTold', { action: step.action })}
        </Typography>
      )}
      <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
        {step.operations.map((operation, index) => (
          // Two operations of a step can be alike.
          // eslint-disable-next-line react/no-array-index-key
          <OperationItem key={index} planned={operation} />
        ))}
      </Box>
    </Box>
  );
}

function OperationItem({ planned }: { planned: Planned }) {
  const { t } = useTranslationRef(shellTranslationRef);
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  const { plan, operation, on } = planned;
  const { health, word } = lookOf(planned);
  const hasMore = plan !== undefined && plan.allowed;
  const told = [obstacleOf(planned), ...(plan?.warnings ?? [])].filter(text => text !== undefined);
  const target = plan?.touches[0] ?? plan?.diff[0]?.target;
  const Arrow = isOpen ? RiArrowDownSLine : RiArrowRightSLine;
  const row = (
    <>
      <Box sx={{ width: 20, flex: 'none', display: 'inline-flex', color: 'text.secondary' }}>
        {hasMore && <Arrow size={16} aria-hidden />}
      </Box>
      <Box sx={{ flex: 1, minWidth: 0, textAlign: 'start' }}>
        <Typography component="span" variant="body2" sx={{ overflowWrap: 'anywhere' }}>
          {plan?.allowed === false && target ? `${target.kind} ${target.name}` : undefined}
          {plan?.allowed === true && plan.summary}
          {plan === undefined && (word === 'later' ? t('create.plan.laterWhy') : (on ?? operation))}
        </Typography>{' '}
        <Typography component="span" variant="body2" color="text.secondary">
          {target && formatPlace(target)}
        </Typography>
      </Box>
      <StatusChip health={health} label={t(`create.plan.${word}`)} />
    </>
  );
  const look = {
    display: 'flex',
    gap: 1,
    alignItems: 'center',
    width: 1,
    pl: 1.25,
    pr: 2,
    py: 0.5,
  };
  return (
    <li>
      {hasMore ? (
        <ButtonBase
          sx={{ ...look, '&:hover': { bgcolor: 'action.hover' } }}
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={() => setOpen(!isOpen)}
        >
          {row}
        </ButtonBase>
      ) : (
        <Box sx={look}>{row}</Box>
      )}
      {told.map(text => (
        <Typography
          key={text}
          variant="body2"
          color="text.secondary"
          sx={{ pl: 5, pr: 2, pb: 0.5, overflowWrap: 'anywhere' }}
        >
          {text}
        </Typography>
      ))}
      {hasMore && (
        <Collapse in={isOpen} unmountOnExit id={id}>
          <Box sx={{ pl: { xs: 2, sm: 5 }, pr: 2, py: 1 }}>
            <PlanView plan={plan} />
          </Box>
        </Collapse>
      )}
    </li>
  );
}
