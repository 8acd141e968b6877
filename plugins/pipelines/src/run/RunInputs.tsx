import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { pipelineOperations } from '@kubemate/plugin-pipelines-common';
import type { RunDetail, RunInput } from '@kubemate/plugin-pipelines-common';
import { accessInWords, ActionButton, operationsApiRef, useOperationSay } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { RiCheckLine, RiCloseLine } from '@remixicon/react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useSay } from '../board/useSay';
import { AnswerDialog } from '../operations/AnswerDialog';
import { useAnswerWords } from '../operations/useAnswerWords';
import type { Decision } from '../operations/answerDraft';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';

/** What a run waits for: the question, for whom it is kept, and the two answers. */
export function RunInputs({ run }: { run: RunDetail }) {
  return (
    <>
      {run.inputs?.map(input => (
        <WaitingInput key={input.id} run={run} input={input} />
      ))}
    </>
  );
}

function WaitingInput({ run, input }: { run: RunDetail; input: RunInput }) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const operations = useApi(operationsApiRef);
  const say = useOperationSay(useSay());
  const words = useAnswerWords(run.ref, input);
  const [open, setOpen] = useState<{ decision: Decision; opener: HTMLElement }>();
  const access = useQuery({
    queryKey: ['operations', 'access', 'pipelines', 'answer', run.ref, input.id],
    queryFn: ({ signal }) => {
      const asked = { run: run.ref, input: input.id, decision: 'proceed' as const };
      return operations.access([{ contract: pipelineOperations.answerInput, input: asked }], {
        signal,
      });
    },
    staleTime: 15_000,
    retry: false,
  });
  const [answer] = access.data ?? [];
  const denied =
    answer?.allowed === false
      ? (accessInWords(answer, say).reason ?? t('actions.denied'))
      : undefined;
  const button = (decision: Decision) => (
    <ActionButton
      variant={decision === 'proceed' ? 'contained' : 'outlined'}
      color={decision === 'proceed' ? 'primary' : 'inherit'}
      startIcon={decision === 'proceed' ? <RiCheckLine size={16} /> : <RiCloseLine size={16} />}
      disabledReason={denied}
      onClick={event => setOpen({ decision, opener: event.currentTarget })}
    >
      {words[decision]}
    </ActionButton>
  );
  return (
    <Box
      component="section"
      aria-label={t('answer.waiting')}
      sx={{
        p: 2,
        borderRadius: 2.5,
        border: 1,
        borderColor: 'kubemate.health.warning.border',
        bgcolor: 'kubemate.health.warning.bg',
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'center',
        gap: 2,
      }}
    >
      <Box sx={{ flex: '1 1 280px', minWidth: 0 }}>
        <Typography variant="h3" component="h2" sx={{ overflowWrap: 'anywhere' }}>
          {input.message}
        </Typography>
        <Typography variant="body2" sx={{ mt: 0.5 }}>
          {[
            t('answer.waiting'),
            input.submitters.length === 0
              ? []
              : t('answer.keptFor', { names: input.submitters.join(', ') }),
          ]
            .flat()
            .join(' · ')}
        </Typography>
      </Box>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>
        {button('proceed')}
        {button('abort')}
      </Box>
      {open !== undefined && (
        <AnswerDialog {...open} run={run.ref} input={input} onClose={() => setOpen(undefined)} />
      )}
    </Box>
  );
}
