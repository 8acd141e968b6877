import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { judgeFailure } from '@kubemate/plugin-pipelines-common';
import type { RunDetail } from '@kubemate/plugin-pipelines-common';
import { describeError } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { OutcomeStrip } from '../outcomes/OutcomeStrip';
import { useOutcomes } from '../outcomes/useOutcomes';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';

/** Whether the failed task is flaky, and what its last results were. Nothing is drawn of what nothing is known of. */
export function FailureHistory({ run, task }: { run: RunDetail; task: string }) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const { place, folder } = run.ref;
  const { pipeline } = run;
  const commit = run.source?.commit;
  const definition = pipeline === undefined ? undefined : { place, folder, name: pipeline };
  const { data, error } = useOutcomes(definition, commit);
  if (error)
    return (
      <Typography variant="body2">
        {t('outcomes.unread', { reason: describeError(error).message })}
      </Typography>
    );
  const found = data?.tasks.find(({ id }) => id === task);
  if (!data || found === undefined) return null;
  const { verdict, atCommit, onTrunk, flakyCommits, commits } = judgeFailure(data, {
    ...{ task, run: run.ref, commit },
  });
  const counted = (count: { passed: number; failed: number }) => ({
    passed: String(count.passed),
    failed: String(count.failed),
  });
  const facts = [
    atCommit === undefined ? [] : t('outcomes.atCommit', counted(atCommit)),
    data.trunk === undefined
      ? []
      : t('outcomes.onTrunk', { ...counted(onTrunk), branch: data.trunk }),
    flakyCommits === 0
      ? []
      : t('outcomes.flakyOf', { flaky: String(flakyCommits), commits: String(commits) }),
  ].flat();
  return (
    <Box
      sx={{
        ...{ px: 1.5, py: 1, borderRadius: 1.5, bgcolor: 'background.paper' },
        ...{ display: 'flex', flexDirection: 'column', gap: 0.5 },
      }}
    >
      <Typography variant="body2">
        <strong>{t(`verdict.${verdict}.title`)}</strong> {t(`verdict.${verdict}.next`)}
      </Typography>
      <Typography variant="caption" color="text.secondary">
        {facts.join(' · ')}
      </Typography>
      <OutcomeStrip task={found} />
    </Box>
  );
}
