import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Board, BoardTransition } from '@kubemate/plugin-pipelines-common';
import { ActionButton } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { RiArrowDownLine, RiArrowRightLine } from '@remixicon/react';
import { useId } from 'react';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';
import { DifferenceList } from './DifferenceList';
import { leadsToNothing, obstacleOf } from './environmentText';
import { GateList } from './GateList';

export interface TransitionCardProps {
  board: Board;
  transition: BoardTransition;
  onPromote(opener: HTMLElement): void;
  onAsk(opener: HTMLElement): void;
}

/** What lies between two environments, and what takes the one's image to the other. */
export function TransitionCard({ board, transition, onPromote, onAsk }: TransitionCardProps) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const id = useId();
  const titleOf = (name: string) =>
    board.environments.find(environment => environment.name === name)?.title ?? name;
  const names = { from: titleOf(transition.from), to: titleOf(transition.to) };
  const obstacle = obstacleOf(board, transition);
  const isFirst = leadsToNothing(board, transition);
  const approvals = transition.gates.find(gate => gate.kind === 'approvals');
  const mayAsk =
    obstacle === undefined &&
    approvals?.kind === 'approvals' &&
    approvals.state === 'blocked' &&
    approvals.why !== 'waiting';
  // A freeze can be overridden, which the dialog offers.
  const isShut = transition.gates.some(
    ({ kind, state }) => state === 'blocked' && kind !== 'freeze',
  );
  const reason =
    obstacle === undefined
      ? isShut
        ? t('board.gateShut')
        : undefined
      : t(`board.obstacle.${obstacle.kind}`, {
          environment: obstacle.kind === 'same' ? names.to : obstacle.environment,
        });
  return (
    <Stack
      component="section"
      aria-labelledby={id}
      gap={1.5}
      sx={{
        flex: { xs: 'none', lg: '1 1 0' },
        minWidth: { lg: 210 },
        p: 2,
        borderRadius: 2,
        border: 1,
        borderStyle: 'dashed',
        borderColor: 'divider',
      }}
    >
      <Stack direction="row" alignItems="center" gap={1} sx={{ color: 'text.secondary' }}>
        <Box aria-hidden sx={{ display: { xs: 'flex', lg: 'none' } }}>
          <RiArrowDownLine size={18} />
        </Box>
        <Box aria-hidden sx={{ display: { xs: 'none', lg: 'flex' } }}>
          <RiArrowRightLine size={18} />
        </Box>
        <Typography id={id} variant="subtitle2" component="h2">
          {t('board.fromTo', names)}
        </Typography>
      </Stack>
      {transition.isSame === true ? (
        <Typography variant="body2" color="text.secondary">
          {t('board.same', names)}
        </Typography>
      ) : (
        <>
          <GateList gates={transition.gates} />
          <DifferenceList
            differences={transition.differences}
            none={
              obstacle?.kind === 'gap' ? undefined : t(isFirst ? 'board.allNew' : 'board.onlyImage')
            }
          />
        </>
      )}
      {transition.isSame !== true && (
        <Stack direction="row" flexWrap="wrap" gap={1}>
          <ActionButton
            variant="contained"
            disabledReason={reason}
            aria-label={t('board.promoteTo', names)}
            onClick={event => onPromote(event.currentTarget)}
          >
            {t('board.promote')}
          </ActionButton>
          {mayAsk && (
            <Button
              variant="outlined"
              color="inherit"
              onClick={event => onAsk(event.currentTarget)}
              sx={{ bgcolor: 'background.paper' }}
            >
              {t('board.ask')}
            </Button>
          )}
        </Stack>
      )}
      {reason !== undefined && transition.isSame !== true && (
        <Typography variant="caption" color="text.secondary">
          {reason}
        </Typography>
      )}
    </Stack>
  );
}
