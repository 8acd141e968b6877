import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { HelmRevision } from '@kubemate/plugin-clusters-common';
import { Age, Section, StatusChip } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import type { Theme } from '@mui/material/styles';
import Typography from '@mui/material/Typography';
import useMediaQuery from '@mui/material/useMediaQuery';
import { PlainTable } from '../cells/PlainTable';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { STATUS_HEALTH } from './helmStatus';

export interface RevisionListProps {
  /** Newest first. */
  revisions: readonly HelmRevision[];
  onRollback(revision: number): void;
}

/** What has happened to a release, and the way back to each of it. */
export function RevisionList({ revisions, onRollback }: RevisionListProps) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const isNarrow = useMediaQuery<Theme>(theme => theme.breakpoints.down('md'));
  const back = ({ revision }: HelmRevision, at: number) =>
    at === 0 ? (
      t('helm.now')
    ) : (
      <Button
        key="rollback"
        variant="outlined"
        sx={{ whiteSpace: 'nowrap' }}
        onClick={() => onRollback(revision)}
      >
        {t('helm.to', { revision: String(revision) })}
      </Button>
    );
  // Seven columns do not fit; the same facts stand below each other.
  if (isNarrow)
    return (
      <Section title={t('helm.tabs.history')} flush>
        <Box component="ol" sx={{ listStyle: 'none', m: 0, p: 0 }}>
          {revisions.map((each, at) => (
            <Box
              component="li"
              key={each.revision}
              sx={{ px: 2, py: 1.5, borderTop: at === 0 ? 0 : 1, borderColor: 'divider' }}
            >
              <Stack direction="row" gap={1} alignItems="center" flexWrap="wrap">
                <Typography variant="subtitle2" component="h3">
                  {t('helm.revision')} {each.revision}
                </Typography>
                <RevisionStatus revision={each} />
                <Typography variant="caption" color="text.secondary">
                  <Age at={each.updated} />
                </Typography>
                <Box sx={{ ml: 'auto', typography: 'caption' }}>{back(each, at)}</Box>
              </Stack>
              <Typography variant="body2" color="text.secondary" sx={{ overflowWrap: 'anywhere' }}>
                {[`${each.chart} ${each.chartVersion}`, each.appVersion, each.description]
                  .filter(Boolean)
                  .join(' · ')}
              </Typography>
            </Box>
          ))}
        </Box>
      </Section>
    );
  return (
    <Section title={t('helm.tabs.history')} flush>
      <PlainTable
        label={t('helm.tabs.history')}
        align="middle"
        head={[
          t('helm.revision'),
          t('helm.status'),
          t('helm.updated'),
          t('helm.chart'),
          t('helm.appVersion'),
          t('helm.description'),
          t('helm.rollback'),
        ]}
        rows={revisions.map((each, at) => ({
          key: String(each.revision),
          cells: [
            each.revision,
            <RevisionStatus key="status" revision={each} />,
            <Age key="updated" at={each.updated} />,
            `${each.chart} ${each.chartVersion}`,
            each.appVersion ?? '—',
            each.description,
            back(each, at),
          ],
        }))}
      />
    </Section>
  );
}

function RevisionStatus({ revision: { status } }: { revision: HelmRevision }) {
  const { t } = useTranslationRef(clustersTranslationRef);
  return (
    <StatusChip variant="plain" health={STATUS_HEALTH[status]} label={t(`helm.states.${status}`)} />
  );
}
