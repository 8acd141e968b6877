import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { RunDetail } from '@kubemate/plugin-pipelines-common';
import { describeError, ErrorState, LoadingState, PartialBanner, Section } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import { useMemo } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import { useLinks } from '../links/useLinks';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';
import type { RunComparison } from './compareRuns';
import { firstDifference } from './firstDifference';
import { useStepLog } from './useCompared';

/** Where the logs of the step that failed part. */
export function LogChange(props: {
  a: RunDetail;
  b: RunDetail;
  at: NonNullable<RunComparison['log']>;
}) {
  const { a, b, at } = props;
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const [one, other] = [useStepLog(a.ref, at), useStepLog(b.ref, at)];
  const missing = [
    { run: a, problem: one.data?.problem },
    { run: b, problem: other.data?.problem },
  ].flatMap(({ run, problem }) => (problem === undefined ? [] : { run, problem }));
  const difference = useMemo(
    () =>
      one.data === undefined || other.data === undefined || missing.length > 0
        ? undefined
        : firstDifference(one.data.lines, other.data.lines),
    [one.data, other.data, missing.length],
  );
  const failed = [one, other].find(({ isError }) => isError);
  const title = t('compare.log', { step: [at.task, at.step].filter(Boolean).join(' / ') });
  return (
    <Section title={title}>
      {failed !== undefined && (
        <ErrorState
          title={t('log.failed')}
          error={new Error(describeError(failed.error).message)}
          onRetry={() => void failed.refetch()}
        />
      )}
      {failed === undefined && (one.isPending || other.isPending) && <LoadingState lines={4} />}
      {missing.length > 0 && (
        <PartialBanner
          severity="info"
          title={t('compare.logMissing')}
          items={missing.map(({ run, problem }) => ({
            ...{ key: run.ref.name, text: `${run.ref.name}: ${problem}` },
          }))}
        />
      )}
      {one.data && other.data && missing.length === 0 && difference === undefined && (
        <Typography variant="body2" color="text.secondary">
          {t('compare.logSame')}
        </Typography>
      )}
      {difference !== undefined && (
        <Box sx={{ display: 'grid', gap: 1 }}>
          <Typography variant="body2">
            {t('compare.logDiffers', { line: String(difference.line) })}
          </Typography>
          <Lines lines={difference.before} />
          <Lines lines={difference.a} run={a} at={at} side="a" />
          <Lines lines={difference.b} run={b} at={at} side="b" />
        </Box>
      )}
    </Section>
  );
}

function Lines(props: {
  lines: readonly string[];
  side?: 'a' | 'b';
  run?: RunDetail;
  at?: NonNullable<RunComparison['log']>;
}) {
  const { lines, side, run, at } = props;
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const links = useLinks();
  if (side === undefined && lines.length === 0) return null;
  const query = new URLSearchParams({ task: at?.task ?? '', step: at?.step ?? '' });
  return (
    <Box
      sx={{
        ...{ px: 1.5, py: 1, borderRadius: 1.5, bgcolor: 'kubemate.surface.sunken' },
        ...(side && {
          borderLeft: 3,
          borderColor: side === 'a' ? 'text.disabled' : 'primary.main',
        }),
      }}
    >
      {run !== undefined && (
        <Typography variant="caption" color="text.secondary" component="div">
          {t(side === 'a' ? 'compare.earlier' : 'compare.later')}{' '}
          <Link component={RouterLink} to={`${links.run(run.ref)}?${query.toString()}`}>
            {run.ref.name}
          </Link>
        </Typography>
      )}
      <Box
        component="pre"
        sx={{ m: 0, fontSize: 13, whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}
      >
        {lines.length === 0 ? t('compare.logEnds') : lines.join('\n')}
      </Box>
    </Box>
  );
}
