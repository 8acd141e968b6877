import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Why, WhyFinding } from '@kubemate/plugin-clusters-common';
import { Age, CodeBlock, FailureState, LoadingState, Section, StatusChip } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useWhy } from '../api/queries';
import type { ObjectTarget } from '../links/useLinks';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { useFindingWords } from './useFindingWords';

const HEALTHY = new Set(['ok', 'idle']);

/** Why an object is not healthy: the most likely cause first, with its evidence and what to do. */
export function WhyPanel({ target }: { target: ObjectTarget }) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const query = useWhy(target);
  if (query.isPending)
    return (
      <Section title={t('why.title')} flush>
        <LoadingState label={t('why.loading')} lines={2} />
      </Section>
    );
  if (query.data === undefined)
    return (
      <Section title={t('why.title')} flush>
        <FailureState
          title={t('why.failed')}
          error={query.error}
          onRetry={() => void query.refetch()}
        />
      </Section>
    );
  const { health, findings } = query.data;
  if (findings.length === 0 && HEALTHY.has(health)) return null;
  return (
    <Section
      title={t('why.title')}
      actions={
        <Typography variant="caption" color="text.secondary">
          <Age at={query.data.asOf} />
        </Typography>
      }
    >
      <Findings why={query.data} />
    </Section>
  );
}

function Findings({ why }: { why: Why }) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const [all, setAll] = useState(false);
  const { findings, gaps } = why;
  const [first, ...others] = findings;
  return (
    <Stack gap={2.5}>
      {first === undefined ? (
        <Box>
          <Typography variant="subtitle2">{t('why.nothing')}</Typography>
          <Typography variant="body2" color="text.secondary">
            {t('why.nothingHint')}
          </Typography>
        </Box>
      ) : (
        <FindingView finding={first} />
      )}
      {all && others.map((finding, index) => <FindingView key={index} finding={finding} />)}
      {others.length > 0 && !all && (
        <Button variant="outlined" onClick={() => setAll(true)} sx={{ alignSelf: 'flex-start' }}>
          {t('why.more', { count: others.length })}
        </Button>
      )}
      {gaps.length > 0 && (
        <Typography variant="caption" color="text.secondary">
          {t('why.gaps')}: {gaps.join('; ')}
        </Typography>
      )}
    </Stack>
  );
}

const SEVERITY = { failed: 'failed', warning: 'warning', info: 'idle' } as const;

function FindingView({ finding }: { finding: WhyFinding }) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const words = useFindingWords();
  const { subject } = finding;
  return (
    <Box component="article" sx={{ minWidth: 0 }}>
      <StatusChip health={SEVERITY[finding.severity]} label={words.title(finding)} />
      <Typography variant="body1" sx={{ mt: 0.75, overflowWrap: 'anywhere' }}>
        {words.summary(finding)}
      </Typography>
      {subject !== undefined && (
        <Typography variant="caption" color="text.secondary" component="div">
          {t('why.subject')}: {subject.kind}{' '}
          {subject.namespace === undefined ? subject.name : `${subject.namespace}/${subject.name}`}
        </Typography>
      )}
      <Box
        sx={{
          display: 'grid',
          gap: 2,
          mt: 1.5,
          // By its own width: it stands on a page as well as in a panel.
          gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 400px), 1fr))',
        }}
      >
        {finding.evidence.length > 0 && (
          <Stack gap={1} sx={{ minWidth: 0 }}>
            <Typography variant="subtitle2">{t('why.evidence')}</Typography>
            {finding.evidence.map((item, index) => (
              <Box key={index}>
                <Typography variant="caption" color="text.secondary" component="div">
                  {t(`why.source.${item.kind}`)} · {words.source(item)}
                  {item.at !== undefined && (
                    <>
                      {' · '}
                      <Age at={item.at} />
                    </>
                  )}
                </Typography>
                <CodeBlock code={words.evidence(item)} maxLines={8} />
              </Box>
            ))}
          </Stack>
        )}
        {finding.nextSteps.length > 0 && (
          <Stack gap={1} sx={{ minWidth: 0 }}>
            <Typography variant="subtitle2">{t('why.next')}</Typography>
            {finding.nextSteps.map(step => (
              <Box key={step.id}>
                <Typography variant="body2" sx={{ mb: 0.5 }}>
                  {words.step(step)}
                </Typography>
                {step.command !== undefined && <CodeBlock code={step.command} command />}
              </Box>
            ))}
          </Stack>
        )}
      </Box>
    </Box>
  );
}
