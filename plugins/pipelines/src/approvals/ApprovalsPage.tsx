import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ApprovalRequest } from '@kubemate/plugin-pipelines-common';
import {
  choiceParam,
  EmptyState,
  FailureState,
  LoadingState,
  Page,
  PageContent,
  PartialBanner,
  Section,
  textParam,
  useDocumentTitle,
  useUrlState,
} from '@kubemate/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { RiCheckDoubleLine } from '@remixicon/react';
import { useState } from 'react';
import { useWaiting } from '../api/queries';
import { useApprovals } from '../api/promotionQueries';
import { PipelinesHeader } from '../runs/PipelinesHeader';
import { QueryAge } from '../live/QueryAge';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';
import { ApprovalRow } from './ApprovalRow';
import { WaitingRuns } from './WaitingRuns';
import { DecideDialog, type Decision } from './DecideDialog';

const STATES = ['waiting', 'all'] as const;
/** Mail about a request, or about a run that waits, names it. */
const PARAMS = { state: choiceParam(STATES), request: textParam(), input: textParam() };

/** Requests for approval: those that the person may decide on, and their own. */
export function ApprovalsPage() {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const [{ state, request, input }, update] = useUrlState(PARAMS);
  const query = useApprovals({ state });
  const waiting = useWaiting();
  useDocumentTitle(t('tabs.approvals'), t('title'));
  return (
    <Page>
      <PipelinesHeader tab="approvals" actions={<QueryAge query={query} />} />
      <PageContent>
        <ToggleButtonGroup
          exclusive
          value={state}
          aria-label={t('approvals.which')}
          onChange={(_, value: typeof state | null) =>
            value !== null && update({ state: value }, { history: 'push' })
          }
          sx={{ alignSelf: 'flex-start' }}
        >
          {STATES.map(each => (
            <ToggleButton key={each} value={each}>
              {t(`approvals.of.${each}`)}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
        <WaitingRuns query={waiting} chosen={input} />
        <Requests
          query={query}
          all={state === 'all'}
          isAlone={waiting.data?.items.length === 0}
          chosen={request}
          onAll={() => update({ state: 'all' }, { history: 'push' })}
        />
      </PageContent>
    </Page>
  );
}

function Requests(props: {
  query: ReturnType<typeof useApprovals>;
  all: boolean;
  /** Nothing else stands in the inbox. */
  isAlone: boolean;
  /** Id of a request that somebody came for; empty for none. */
  chosen: string;
  onAll(): void;
}) {
  const { query, all, isAlone, chosen, onAll } = props;
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const [decision, setDecision] = useState<Decision>();
  const { data, error } = query;
  if (data === undefined && error !== null) {
    return (
      <FailureState
        title={t('approvals.failed')}
        deniedTitle={t('approvals.denied')}
        error={error}
        onRetry={() => void query.refetch()}
      />
    );
  }
  if (data === undefined) return <LoadingState lines={6} />;
  const isGone = chosen !== '' && !data.some(({ id }) => id === chosen);
  const gone = isGone && (
    <PartialBanner
      severity="info"
      title={t(all ? 'approvals.chosenUnknown' : 'approvals.chosenOver')}
      action={
        all ? undefined : (
          <Button variant="outlined" color="inherit" onClick={onAll}>
            {t('approvals.of.all')}
          </Button>
        )
      }
    />
  );
  if (data.length === 0 && (isGone || !isAlone)) return gone || null;
  if (data.length === 0)
    return (
      <EmptyState
        icon={<RiCheckDoubleLine size={32} />}
        title={t(all ? 'approvals.emptyAll' : 'approvals.empty')}
        description={t('approvals.emptyHint')}
      />
    );
  const yours = data.filter(({ mayDecide }) => mayDecide);
  const others = data.filter(({ mayDecide }) => !mayDecide);
  const list = (requests: readonly ApprovalRequest[]) => (
    <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none' }}>
      {requests.map(request => (
        <ApprovalRow
          key={request.id}
          request={request}
          isChosen={request.id === chosen}
          onDecide={setDecision}
        />
      ))}
    </Box>
  );
  return (
    <>
      {gone}
      {yours.length > 0 && (
        <Section flush title={t('approvals.yours', { number: String(yours.length) })}>
          {list(yours)}
        </Section>
      )}
      {others.length > 0 && (
        <Section flush title={t('approvals.others', { number: String(others.length) })}>
          {list(others)}
        </Section>
      )}
      {decision !== undefined && (
        <DecideDialog decision={decision} onClose={() => setDecision(undefined)} />
      )}
    </>
  );
}
