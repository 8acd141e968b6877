import type { TenantStatus } from '@kubemate/plugin-tenants-common';
import { StatusChip } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { resourceSlug } from '../links/placeLinks';
import { MaybeLink } from '../links/MaybeLink';
import { useLinks } from '../links/useLinks';

/** What does not run as it should, worst first, each with the way to its page and its Why. */
export function BrokenList({ broken }: Pick<TenantStatus, 'broken'>) {
  const links = useLinks();
  return (
    <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
      {broken.map(({ cluster, namespace, resource, kind, name, health, reason }) => {
        const slug = resourceSlug(resource);
        return (
          <Box
            component="li"
            key={`${cluster}/${namespace}/${kind}/${name}`}
            sx={{
              display: 'flex',
              flexWrap: 'wrap',
              alignItems: 'center',
              columnGap: 2,
              rowGap: 0.25,
              px: 2,
              py: 1,
              '& + &': { borderTop: 1, borderColor: 'divider' },
            }}
          >
            <Box sx={{ minWidth: 0, flex: '1 1 220px' }}>
              <Typography variant="body2" component="div" sx={{ overflowWrap: 'anywhere' }}>
                <MaybeLink
                  to={slug && links.object({ cluster, resource: slug, namespace, name })}
                  sx={{ fontWeight: 550 }}
                >
                  {name}
                </MaybeLink>
              </Typography>
              <Typography variant="caption" color="text.secondary">
                {kind} · {cluster} / {namespace}
              </Typography>
            </Box>
            <StatusChip health={health} label={reason === '' ? undefined : reason} />
          </Box>
        );
      })}
    </Box>
  );
}
