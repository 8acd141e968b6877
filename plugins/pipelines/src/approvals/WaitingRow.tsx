import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { WaitingInput } from '@kubemate/plugin-pipelines-common';
import { formatAge, useNow } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Chip from '@mui/material/Chip';
import Link from '@mui/material/Link';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { RiCheckLine, RiCloseLine } from '@remixicon/react';
import { useEffect, useRef } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import { useLinks } from '../links/useLinks';
import type { Decision } from '../operations/answerDraft';
import { useAnswerWords } from '../operations/useAnswerWords';
import { shortActor } from '../runs/runText';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';

/** What a run asks, since when, of whom, what was answered, and the two buttons. */
export function WaitingRow(props: {
  item: WaitingInput;
  /** Somebody came for this one: it is brought into view. */
  isChosen: boolean;
  onAnswer(decision: Decision, opener: HTMLElement): void;
}) {
  const { item, isChosen, onAnswer } = props;
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isChosen) row.current?.scrollIntoView({ block: 'center' });
  }, [isChosen]);
  const { run, input, answers, mayAnswer, whyNot } = item;
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const links = useLinks();
  const words = useAnswerWords(run.ref, input);
  return (
    <Box
      component="li"
      ref={row}
      aria-current={isChosen || undefined}
      aria-label={t('waiting.of', { run: run.ref.name, message: input.message })}
      sx={{
        ...{ px: 2, py: 1.5, borderBottom: 1, borderColor: 'divider' },
        ...(isChosen && { bgcolor: 'action.selected' }),
        '&:last-child': { border: 0 },
      }}
    >
      <Stack direction="row" flexWrap="wrap" alignItems="center" columnGap={1.5} rowGap={0.5}>
        <Link component={RouterLink} to={links.run(run.ref)} variant="subtitle2">
          {run.ref.name}
        </Link>
        <Typography variant="body2" sx={{ overflowWrap: 'anywhere' }}>
          {input.message}
        </Typography>
        <Chip size="small" variant="outlined" label={t(`engine.${run.ref.engine}`)} />
      </Stack>
      <Facts item={item} />
      {answers.map(({ by, decision, reason }) => {
        const what = t(`waiting.${decision}`, { by });
        return (
          <Typography key={by} variant="body2" sx={{ mt: 0.5, overflowWrap: 'anywhere' }}>
            {reason === undefined ? what : t('waiting.because', { what, reason })}
          </Typography>
        );
      })}
      {whyNot !== undefined && (
        <Typography variant="body2" color="text.secondary" sx={{ mt: 0.5 }}>
          {t(`waiting.whyNot.${whyNot}`)}
        </Typography>
      )}
      {(mayAnswer || whyNot === 'starter') && (
        <Stack direction="row" flexWrap="wrap" gap={1} sx={{ mt: 1 }}>
          {mayAnswer && (
            <Button
              variant="contained"
              startIcon={<RiCheckLine size={16} />}
              onClick={event => onAnswer('proceed', event.currentTarget)}
            >
              {words.proceed}
            </Button>
          )}
          <Button
            variant="outlined"
            color="inherit"
            startIcon={<RiCloseLine size={16} />}
            onClick={event => onAnswer('abort', event.currentTarget)}
          >
            {mayAnswer ? words.abort : t('waiting.end')}
          </Button>
        </Stack>
      )}
    </Box>
  );
}

function Facts({ item }: { item: WaitingInput }) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const { run, input, since, expiresAt, needed, given } = item;
  const age = useNow(now => formatAge(now - (since ?? run.createdAt)));
  const left = useNow(now =>
    expiresAt === undefined || expiresAt <= now ? '' : formatAge(expiresAt - now),
  );
  const facts = [
    t('waiting.since', { age }),
    `${run.ref.place} / ${run.ref.folder}`,
    run.pipeline ?? [],
    run.trigger.by === undefined ? [] : t('waiting.startedBy', { by: shortActor(run.trigger.by) }),
    needed > 1 ? t('waiting.count', { given: String(given), needed: String(needed) }) : [],
    input.submitters.length === 0
      ? t('waiting.anyone')
      : t('waiting.keptFor', { names: input.submitters.join(', ') }),
    left === '' ? [] : t('waiting.expiresIn', { left }),
  ].flat();
  return (
    <Typography
      variant="caption"
      color="text.secondary"
      component="div"
      sx={{ overflowWrap: 'anywhere' }}
    >
      {facts.join(' · ')}
    </Typography>
  );
}
