import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { countOutcomes } from '@kubemate/plugin-pipelines-common';
import type { DefinitionDetail } from '@kubemate/plugin-pipelines-common';
import { EmptyState, FailureState, LoadingState, Section, StatusChip } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';
import { OutcomeStrip } from './OutcomeStrip';
import { useOutcomes } from './useOutcomes';

/** How each task of a Pipeline did in its last runs, in drawings of one kind, one below the other. */
export function TaskOutcomesSection({ definition }: { definition: DefinitionDetail }) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const { place, folder, name } = definition;
  const query = useOutcomes({ place, folder, name });
  return (
    <Section title={t('outcomes.title')}>
      {query.isPending && <LoadingState lines={3} />}
      {query.isError && (
        <FailureState
          title={t('outcomes.failed')}
          deniedTitle={t('outcomes.denied')}
          error={query.error}
          onRetry={() => void query.refetch()}
        />
      )}
      {query.data?.runs.length === 0 && (
        <EmptyState title={t('outcomes.empty')} description={t('outcomes.emptyHint')} />
      )}
      {query.data && query.data.runs.length > 0 && <Strips outcomes={query.data} />}
    </Section>
  );
}

function Strips({ outcomes }: { outcomes: NonNullable<ReturnType<typeof useOutcomes>['data']> }) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  return (
    <>
      <Typography variant="body2" color="text.secondary" sx={{ mb: 1.5 }}>
        {t('outcomes.hint', { count: outcomes.runs.length })}
      </Typography>
      <Box
        component="ul"
        sx={{
          ...{ m: 0, p: 0, listStyle: 'none', display: 'grid', gap: 2 },
          gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: 'repeat(2, minmax(0, 1fr))' },
        }}
      >
        {outcomes.tasks.map(task => {
          const { passed, failed } = countOutcomes(task.outcomes);
          return (
            <Box component="li" key={task.id} sx={{ minWidth: 0 }}>
              <Box sx={{ display: 'flex', alignItems: 'center', gap: 1, mb: 0.5 }}>
                <Typography variant="body2" sx={{ fontWeight: 600 }} noWrap>
                  {task.title}
                </Typography>
                <Typography variant="caption" color="text.secondary" noWrap sx={{ flex: 1 }}>
                  {t('outcomes.counts', { passed: String(passed), failed: String(failed) })}
                </Typography>
                {task.flakyCommits.length > 0 && (
                  <StatusChip
                    health="warning"
                    label={t('outcomes.flaky', { count: task.flakyCommits.length })}
                  />
                )}
              </Box>
              <OutcomeStrip task={task} />
            </Box>
          );
        })}
      </Box>
    </>
  );
}
