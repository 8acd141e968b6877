import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { RunDetail } from '@kubemate/plugin-pipelines-common';
import { useUrlState } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { RiArrowLeftRightLine, RiFileTextLine } from '@remixicon/react';
import { Link as RouterLink } from 'react-router-dom';
import { runAddress } from '../compare/runAddress';
import { useLinks } from '../links/useLinks';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';
import { FailureHistory } from './FailureHistory';
import { RUN_PARAMS } from './runParams';

/** Why a run did not succeed: where, what kind of failure, what was said about it, and what to do next. */
export function FailurePanel({ run }: { run: RunDetail }) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const links = useLinks();
  const [, update] = useUrlState(RUN_PARAMS);
  const { failure, graph } = run;
  if (failure === undefined) return null;
  const node = graph.nodes.find(({ id }) => id === failure.task);
  const where = [
    node === undefined ? [] : t('failure.task', { task: node.title }),
    failure.step === undefined ? [] : t('failure.step', { step: failure.step }),
    failure.exitCode === undefined ? [] : t('failure.exitCode', { code: String(failure.exitCode) }),
  ].flat();
  return (
    <Box
      component="section"
      aria-labelledby="why"
      sx={{
        p: 2,
        borderRadius: 2.5,
        border: 1,
        borderColor: 'kubemate.health.failed.border',
        bgcolor: 'kubemate.health.failed.bg',
        display: 'flex',
        flexDirection: 'column',
        gap: 1,
      }}
    >
      <Typography id="why" variant="h3" component="h2">
        {t(`cause.${failure.cause}.title`)}
      </Typography>
      {where.length > 0 && <Typography variant="body2">{where.join(' · ')}</Typography>}
      {failure.evidence.length > 0 && (
        <Box
          component="ul"
          tabIndex={0}
          aria-label={t('failure.evidence')}
          sx={{
            m: 0,
            px: 1.5,
            py: 1,
            listStyle: 'none',
            borderRadius: 1.5,
            bgcolor: 'background.paper',
            fontFamily: 'monospace',
            fontSize: 13,
            maxHeight: 180,
            overflow: 'auto',
          }}
        >
          {failure.evidence.map(text => (
            <Box
              component="li"
              key={text}
              sx={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}
            >
              {text}
            </Box>
          ))}
        </Box>
      )}
      <Typography variant="body2">
        <strong>{t('failure.next')}</strong> {t(`cause.${failure.cause}.next`)}
      </Typography>
      {node !== undefined && <FailureHistory run={run} task={node.id} />}
      {node !== undefined && (
        <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>
          <Button
            variant="outlined"
            color="inherit"
            startIcon={<RiFileTextLine size={16} />}
            onClick={() => {
              update({ task: node.id, step: failure.step ?? '', line: '' }, { history: 'push' });
              document.getElementById('task-log')?.scrollIntoView({ block: 'start' });
            }}
            sx={{ bgcolor: 'background.paper' }}
          >
            {t('failure.toLog')}
          </Button>
          {run.pipeline !== undefined && (
            <Button
              variant="outlined"
              color="inherit"
              startIcon={<RiArrowLeftRightLine size={16} />}
              component={RouterLink}
              to={links.compare(runAddress(run.ref))}
              sx={{ bgcolor: 'background.paper' }}
            >
              {t('compare.withPrevious')}
            </Button>
          )}
        </Box>
      )}
    </Box>
  );
}
