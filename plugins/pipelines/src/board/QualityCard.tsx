import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { CodeQuality } from '@kubemate/plugin-pipelines-common';
import { Age, KeyValueList, Section, StatusChip } from '@kubemate/ui';
import Link from '@mui/material/Link';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';
import { qualityHealth } from './evidenceHealth';
import { useEvidenceText } from './useEvidenceText';

type Known = Extract<CodeQuality, { state: 'known' }>;

/** SonarQube's quality gate of a component, with what breaks it. */
export function QualityCard({ quality }: { quality: CodeQuality }) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const { untoldQuality } = useEvidenceText();
  return (
    <Section title={t('evidence.qualityTitle')}>
      {quality.state === 'known' ? (
        <Told quality={quality} />
      ) : (
        <Typography variant="body2" color="text.secondary" sx={{ overflowWrap: 'anywhere' }}>
          {untoldQuality(quality)}
        </Typography>
      )}
    </Section>
  );
}

function Told({ quality }: { quality: Known }) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const { gate, conditions, measures, analysedAt, revision, url, project } = quality;
  const broken = conditions.filter(({ isMet }) => !isMet);
  return (
    <Stack gap={1}>
      <Stack direction="row" flexWrap="wrap" alignItems="center" gap={1}>
        <StatusChip health={qualityHealth(quality)} label={t(`evidence.gate.${gate}`)} />
        <Link href={url} target="_blank" rel="noopener noreferrer">
          {project}
        </Link>
      </Stack>
      {broken.map(({ metric, actual = '—', threshold = '—' }) => (
        <Typography key={metric} variant="body2" sx={{ overflowWrap: 'anywhere' }}>
          {t('evidence.broken', { metric: metric.replaceAll('_', ' '), actual, threshold })}
        </Typography>
      ))}
      <KeyValueList
        items={[
          ...measures.map(({ metric, value }) => ({
            ...{ key: metric, value },
            label: t(`evidence.measure.${metric}`),
          })),
          {
            key: 'analysed',
            label: t('evidence.analysed'),
            value: (
              <>
                <Age at={analysedAt} /> {revision?.slice(0, 12)}
              </>
            ),
          },
        ]}
      />
    </Stack>
  );
}
