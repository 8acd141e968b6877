import { stringifyEntityRef } from '@backstage/catalog-model';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import { LoadingState, PartialBanner, Section, Timeline, type ActivityScope } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import { useMemo } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import { usePipelineActivity } from '../activity/usePipelineActivity';
import { useLinks } from '../links/useLinks';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';
import { pipelineComponent } from './pipelineComponent';

const SHOWN = 6;

/** What was deployed last and how the last runs ended, shortly. */
export function LastDeploysCard() {
  const { entity } = useEntity();
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const links = useLinks();
  const ref = stringifyEntityRef(entity);
  const runs = pipelineComponent(entity);
  const scope = useMemo<ActivityScope>(
    () => ({
      components: [{ ref, ...(runs !== undefined && { runs }) }],
      ...{ objects: [], places: [], tenants: [] },
    }),
    [ref, runs],
  );
  const { state, items, gaps } = usePipelineActivity(scope);
  return (
    <Section
      title={t('activity.last')}
      flush
      actions={
        <Link component={RouterLink} to={links.componentBoard(ref)} variant="body2">
          {t('tabs.board')}
        </Link>
      }
    >
      {gaps.length > 0 && (
        <Box sx={{ p: 1 }}>
          <PartialBanner
            severity="info"
            title={t('activity.partly')}
            items={gaps.map(({ text }) => ({ key: text, text }))}
          />
        </Box>
      )}
      {items.length === 0 && state === 'loading' ? (
        <LoadingState lines={4} />
      ) : items.length === 0 ? (
        <Typography variant="body2" color="text.secondary" sx={{ p: 2 }}>
          {t('activity.none')}
        </Typography>
      ) : (
        <Timeline
          items={items.slice(0, SHOWN).map(({ key, health, title, source, text, to, at }) => ({
            ...{ key, health, title, source, at },
            text:
              to === undefined ? (
                text
              ) : (
                <Link
                  component={RouterLink}
                  to={to}
                  aria-label={`${title} ${text || t('activity.open')}`}
                >
                  {text || t('activity.open')}
                </Link>
              ),
          }))}
        />
      )}
    </Section>
  );
}
