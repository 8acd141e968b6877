import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { WaitingInput } from '@kubemate/plugin-pipelines-common';
import { describeError, ErrorState, PartialBanner, Section } from '@kubemate/ui';
import Box from '@mui/material/Box';
import { useState } from 'react';
import type { useWaiting } from '../api/queries';
import { AnswerDialog } from '../operations/AnswerDialog';
import type { Decision } from '../operations/answerDraft';
import { PlaceFailures } from '../runs/PlaceFailures';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';
import { WaitingRow } from './WaitingRow';

interface Answering {
  readonly item: WaitingInput;
  readonly decision: Decision;
  readonly opener: HTMLElement;
}

/** Runs of Tekton and Jenkins that wait for a person, in the same inbox as promotions. */
export function WaitingRuns(props: {
  query: ReturnType<typeof useWaiting>;
  /** Uid of a run and id of what it asks, of one that somebody came for; empty for none. */
  chosen: string;
}) {
  const { query, chosen } = props;
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const [answering, setAnswering] = useState<Answering>();
  const { data, error } = query;
  if (data === undefined)
    return error === null ? null : (
      <ErrorState
        title={t('waiting.failed')}
        error={new Error(describeError(error).message)}
        onRetry={() => void query.refetch()}
      />
    );
  return (
    <>
      <PlaceFailures failures={data.failures} />
      {chosen !== '' && !data.items.some(item => keyOf(item) === chosen) && (
        <PartialBanner severity="info" title={t('waiting.chosenOver')} />
      )}
      {data.items.length > 0 && (
        <Section flush title={t('waiting.title', { number: String(data.items.length) })}>
          <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none' }}>
            {data.items.map(item => (
              <WaitingRow
                key={keyOf(item)}
                item={item}
                isChosen={keyOf(item) === chosen}
                onAnswer={(decision, opener) => setAnswering({ item, decision, opener })}
              />
            ))}
          </Box>
        </Section>
      )}
      {data.isCut && <PartialBanner severity="info" title={t('waiting.cut')} />}
      {answering !== undefined && (
        <AnswerDialog
          run={answering.item.run.ref}
          input={answering.item.input}
          decision={answering.decision}
          opener={answering.opener}
          onClose={() => {
            setAnswering(undefined);
            void query.refetch();
          }}
        />
      )}
    </>
  );
}

function keyOf({ run, input }: WaitingInput): string {
  return `${run.uid} ${input.id}`;
}
