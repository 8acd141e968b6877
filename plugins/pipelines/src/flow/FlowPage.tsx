import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { FlowMetrics } from '@kubemate/plugin-pipelines-common';
import {
  choiceParam,
  FailureState,
  LoadingState,
  Page,
  PageContent,
  textParam,
  useDocumentTitle,
  useUrlState,
} from '@kubemate/ui';
import Box from '@mui/material/Box';
import MenuItem from '@mui/material/MenuItem';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { useMemo } from 'react';
import { useEnvironments, useFlow } from '../api/promotionQueries';
import { PipelinesHeader } from '../runs/PipelinesHeader';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';
import { CountedPromotions } from './CountedPromotions';
import { FigureCard } from './FigureCard';
import { FIGURES } from './flowFigures';
import { FlowTable } from './FlowTable';

const RANGES = ['30d', '7d', '90d'] as const;
const DAYS = { '7d': 7, '30d': 30, '90d': 90 } as const;
/** `show` is the figure whose promotions are listed. */
export const FLOW_PARAMS = {
  environment: textParam(),
  range: choiceParam(RANGES),
  show: choiceParam(['', ...FIGURES]),
};

/** How often, how fast, how safely: the four keys of each environment. */
export function FlowPage() {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const [{ environment, range }] = useUrlState(FLOW_PARAMS);
  // Fixed when it is chosen: a question that moves on would never rest.
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const now = useMemo(() => Date.now(), [range]);
  const query = useFlow({
    ...(environment !== '' && { environment }),
    since: now - DAYS[range] * 86_400_000,
    until: now,
  });
  const { data, error } = query;
  useDocumentTitle(t('tabs.flow'), t('title'));
  return (
    <Page>
      <PipelinesHeader tab="flow" actions={undefined} />
      <PageContent>
        <Choices environment={environment === '' ? (data?.environment ?? '') : environment} />
        {data !== undefined ? (
          <Metrics metrics={data} />
        ) : error === null ? (
          <LoadingState lines={8} />
        ) : (
          <Failure error={error} onRetry={() => void query.refetch()} />
        )}
      </PageContent>
    </Page>
  );
}

function Failure({ error, onRetry }: { error: Error; onRetry(): void }) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  return (
    <FailureState
      title={t('flow.failed')}
      deniedTitle={t('flow.denied')}
      error={error}
      onRetry={onRetry}
    />
  );
}

function Choices({ environment }: { environment: string }) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const [{ range }, update] = useUrlState(FLOW_PARAMS);
  const environments = useEnvironments().data ?? [];
  return (
    <Stack direction="row" flexWrap="wrap" gap={1.5} alignItems="center">
      {environments.length > 0 && (
        <TextField
          select
          size="small"
          label={t('flow.environment')}
          value={environments.some(({ name }) => name === environment) ? environment : ''}
          onChange={event => update({ environment: event.target.value }, { history: 'push' })}
          sx={{ minWidth: 160 }}
        >
          {environments.map(({ name, title }) => (
            <MenuItem key={name} value={name}>
              {title}
            </MenuItem>
          ))}
        </TextField>
      )}
      <ToggleButtonGroup
        exclusive
        value={range}
        aria-label={t('flow.range')}
        onChange={(_, value: typeof range | null) =>
          value !== null && update({ range: value }, { history: 'push' })
        }
      >
        {(['7d', '30d', '90d'] as const).map(each => (
          <ToggleButton key={each} value={each}>
            {t(`flow.ranges.${each}`)}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
    </Stack>
  );
}

function Metrics({ metrics }: { metrics: FlowMetrics }) {
  const [{ show }] = useUrlState(FLOW_PARAMS);
  return (
    <>
      <Box
        sx={{
          display: 'grid',
          gridTemplateColumns: {
            xs: '1fr',
            sm: 'repeat(2, minmax(0, 1fr))',
            lg: 'repeat(4, minmax(0, 1fr))',
          },
          gap: 2,
        }}
      >
        {FIGURES.map(figure => (
          <FigureCard key={figure} figure={figure} metrics={metrics} />
        ))}
      </Box>
      {show !== '' && <CountedPromotions flow={metrics.total} figure={show} />}
      <FlowTable metrics={metrics} />
    </>
  );
}
