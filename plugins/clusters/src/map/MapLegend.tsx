import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { LinkSample, PopoverButton } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { RiQuestionLine } from '@remixicon/react';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { EDGE_LINES, EDGE_TYPES } from './mapKinds';

/** What the lines mean, and which keys move the map. */
export function MapLegend() {
  const { t } = useTranslationRef(clustersTranslationRef);
  return (
    <PopoverButton label={t('map.legend.title')} icon={<RiQuestionLine size={16} />} align="right">
      {() => (
        <Box sx={{ p: 2, maxWidth: 340 }}>
          <Box
            component="dl"
            sx={{ m: 0, display: 'grid', gridTemplateColumns: 'auto 1fr', gap: 1 }}
          >
            {EDGE_TYPES.map(type => (
              <Box key={type} sx={{ display: 'contents' }}>
                <Box component="dt" sx={{ display: 'flex', alignItems: 'center', gap: 1 }}>
                  <LinkSample line={EDGE_LINES[type]} />
                  <Typography variant="body2" sx={{ fontWeight: 550 }}>
                    {t(`map.edge.${type}`)}
                  </Typography>
                </Box>
                <Typography component="dd" variant="body2" color="text.secondary" sx={{ m: 0 }}>
                  {t(`map.legend.${type}`)}
                </Typography>
              </Box>
            ))}
          </Box>
          <Typography variant="body2" color="text.secondary" sx={{ mt: 1.5 }}>
            {t('map.legend.keys')}
          </Typography>
        </Box>
      )}
    </PopoverButton>
  );
}
