import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Box from '@mui/material/Box';
import Chip from '@mui/material/Chip';
import Tooltip from '@mui/material/Tooltip';
import Typography from '@mui/material/Typography';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { capabilitiesOf } from './capabilities';

/** What is installed in a cluster beyond plain Kubernetes. */
export function Capabilities({ apiGroups }: { apiGroups: readonly string[] }) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const capabilities = capabilitiesOf(apiGroups);
  if (capabilities.length === 0)
    return (
      <Typography variant="body2" color="text.secondary">
        {t('clusters.addonsEmpty')}
      </Typography>
    );
  return (
    <Box sx={{ display: 'flex', gap: 0.75, flexWrap: 'wrap' }}>
      {capabilities.map(({ name, groups }) => (
        <Tooltip key={name} title={groups.join(', ')}>
          <Chip size="small" label={name} />
        </Tooltip>
      ))}
    </Box>
  );
}
