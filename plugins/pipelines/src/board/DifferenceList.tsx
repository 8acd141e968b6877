import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ConfigDifference } from '@kubemate/plugin-pipelines-common';
import { fonts } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';

const FIRST = 4;

/** In what two workloads differ beside the image: what is there, and what would come. */
export function DifferenceList(props: {
  differences: readonly ConfigDifference[];
  /** Said where there are none. */
  none?: string;
}) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const [all, setAll] = useState(false);
  const differences = props.differences.filter(({ what }) => what !== 'image');
  if (differences.length === 0)
    return props.none === undefined ? null : (
      <Typography variant="body2" color="text.secondary">
        {props.none}
      </Typography>
    );
  const shown = all ? differences : differences.slice(0, FIRST);
  return (
    <Box>
      <Typography variant="caption" color="text.secondary" component="div" sx={{ mb: 0.5 }}>
        {t('board.differences')}
      </Typography>
      <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none' }}>
        {shown.map(({ what, name, before, after }) => (
          <Box
            component="li"
            key={`${what} ${name}`}
            sx={{ fontFamily: fonts.mono, fontSize: 12, overflowWrap: 'anywhere', py: 0.25 }}
          >
            {name}: {before ?? t('board.notSet')} → {after ?? t('board.notSet')}
          </Box>
        ))}
      </Box>
      {differences.length > FIRST && !all && (
        <Button size="small" onClick={() => setAll(true)}>
          {t('board.moreDifferences', { number: String(differences.length - FIRST) })}
        </Button>
      )}
    </Box>
  );
}
