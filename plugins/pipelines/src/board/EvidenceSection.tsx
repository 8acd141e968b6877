import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ComponentEvidence } from '@kubemate/plugin-pipelines-common';
import { describeError, LoadingState, Section, ServerText } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Card from '@mui/material/Card';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useEvidence } from '../api/promotionQueries';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';
import { byImage } from './byImage';
import { imageName } from './environmentText';
import { ImageEvidenceChips } from './ImageEvidenceChips';
import { QualityCard } from './QualityCard';

/** What registries keep about a component's images, and SonarQube says of its code. */
export function EvidenceSection({ component }: { component: string }) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const query = useEvidence(component);
  const { data, error } = query;
  if (data === undefined)
    return error === null ? (
      <LoadingState lines={3} />
    ) : (
      <Card sx={{ p: 2 }}>
        <Typography variant="body2" sx={{ mb: 1 }}>
          {t('evidence.failed')}: <ServerText text={describeError(error).message} />
        </Typography>
        <Button variant="outlined" size="small" onClick={() => void query.refetch()}>
          {t('evidence.again')}
        </Button>
      </Card>
    );
  const { quality } = data;
  // Where there is no SonarQube at all, its absence is nothing to tell of each component that names no project.
  const hasQuality = quality.state !== 'no-server' || quality.project !== undefined;
  return (
    <Box
      sx={{
        display: 'grid',
        gridTemplateColumns: {
          xs: 'minmax(0, 1fr)',
          lg: `repeat(${hasQuality ? 2 : 1}, minmax(0, 1fr))`,
        },
        gap: 1.5,
      }}
    >
      <ImagesCard evidence={data} />
      {hasQuality && <QualityCard quality={quality} />}
    </Box>
  );
}

function ImagesCard({ evidence }: { evidence: ComponentEvidence }) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const { images, tags } = evidence;
  return (
    <Section title={t('evidence.images')}>
      {images.length === 0 && (
        <Typography variant="body2" color="text.secondary">
          {t('evidence.nothingRuns')}
        </Typography>
      )}
      <Stack component="ul" gap={1.5} sx={{ m: 0, p: 0, listStyle: 'none' }}>
        {byImage(images).map(({ key, items }) => (
          <Box component="li" key={key} sx={{ minWidth: 0 }}>
            <Typography
              variant="subtitle2"
              component="div"
              sx={{ overflowWrap: 'anywhere', fontWeight: 'fontWeightBold' }}
            >
              {imageName(items[0].image)} · {items.map(({ title }) => title).join(', ')}
            </Typography>
            <ImageEvidenceChips evidence={items[0].evidence} />
          </Box>
        ))}
      </Stack>
      {tags.length > 0 && (
        <Typography
          variant="body2"
          color="text.secondary"
          sx={{ mt: 1.5, overflowWrap: 'anywhere' }}
        >
          {t('evidence.tags', { tags: tags.map(({ name }) => name).join(', ') })}
        </Typography>
      )}
    </Section>
  );
}
