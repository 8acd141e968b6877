import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ClusterIdentity } from '@kubemate/plugin-clusters-common';
import Box from '@mui/material/Box';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { EntityLink } from './EntityLink';
import { originOf } from './originOf';

type Known = Extract<ClusterIdentity['answer'], { state: 'known' }>;

/** Names as a role binding would write them, each with where it comes from. */
export function IdentityNames(props: {
  names: readonly Known['user'][];
  mode: ClusterIdentity['identity'];
}) {
  const { t } = useTranslationRef(clustersTranslationRef);
  return (
    <Stack component="ul" gap={0.5} sx={{ listStyle: 'none', m: 0, p: 0 }}>
      {props.names.map(name => {
        const origin = originOf(name, props.mode);
        return (
          <Box component="li" key={name.name} sx={{ overflowWrap: 'anywhere' }}>
            <Box component="code" sx={{ mr: 1 }}>
              {name.name}
            </Box>
            <Typography variant="caption" color="text.secondary" component="span">
              {origin === 'entity' ? (
                <EntityLink entityRef={name.entityRef ?? ''} />
              ) : (
                t(`identity.from.${origin}`)
              )}
            </Typography>
          </Box>
        );
      })}
    </Stack>
  );
}
