import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { parseResourceId } from '@kubemate/kube-common';
import type { AttentionItem } from '@kubemate/plugin-clusters-common';
import { Age, StatusChip } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import { useMemo, useState } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import { KindIcon } from '../kinds/KindIcon';
import { useLinks } from '../links/useLinks';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { groupAttention, type AttentionGroup } from './groupAttention';

/** Lines drawn before a person asks for more. */
const FIRST = 12;

/** What needs somebody, worst first; replicas with the same trouble share a line. */
export function AttentionList({ items }: { items: readonly AttentionItem[] }) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const groups = useMemo(() => groupAttention(items), [items]);
  const [all, setAll] = useState(false);
  const shown = all ? groups : groups.slice(0, FIRST);
  return (
    <>
      <Box component="ol" sx={{ m: 0, p: 0, listStyle: 'none' }}>
        {shown.map(group => (
          <AttentionLine key={group.key} group={group} />
        ))}
      </Box>
      {groups.length > FIRST && (
        <Button fullWidth color="inherit" onClick={() => setAll(!all)} aria-expanded={all}>
          {all
            ? t('home.showLess')
            : t('home.moreInGroup', { number: String(groups.length - FIRST) })}
        </Button>
      )}
    </>
  );
}

function AttentionLine({ group }: { group: AttentionGroup }) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const links = useLinks();
  const [{ resource: text, kind, row, since }, ...others] = group.items;
  const resource = parseResourceId(text);
  if (resource === undefined) return null;
  const { cluster, namespace, name } = row;
  const place = [cluster, namespace].filter(part => part !== undefined).join(' / ');
  return (
    <Box
      component="li"
      sx={{
        display: 'grid',
        gridTemplateColumns: {
          xs: '20px minmax(0, 1fr) auto',
          sm: '20px minmax(0, 1fr) 210px 56px',
        },
        columnGap: 1.25,
        rowGap: 0.25,
        alignItems: 'center',
        px: 2,
        py: 1,
        '& + &': { borderTop: 1, borderColor: 'divider' },
        '&:hover': { bgcolor: 'action.hover' },
      }}
    >
      <Box sx={{ color: 'text.secondary', display: 'flex' }}>
        <KindIcon kind={kind} />
      </Box>
      <Box sx={{ minWidth: 0 }}>
        <Link
          component={RouterLink}
          to={links.object({ cluster, resource, namespace, name })}
          variant="body2"
          noWrap
          sx={{ display: 'block', fontWeight: 550 }}
        >
          {name}
        </Link>
        <Typography variant="caption" color="text.secondary" noWrap component="div">
          {kind} · {place}
          {others.length > 0 && ` · ${t('home.groupObjects', { count: group.items.length })}`}
        </Typography>
      </Box>
      <Box
        sx={{
          gridColumn: { xs: '2 / span 2', sm: 'auto' },
          gridRow: { xs: 2, sm: 'auto' },
          minWidth: 0,
        }}
      >
        <StatusChip health={row.health} label={row.reason} />
      </Box>
      <Typography
        variant="caption"
        color="text.secondary"
        sx={{
          textAlign: 'right',
          gridColumn: { xs: 3, sm: 'auto' },
          gridRow: { xs: 1, sm: 'auto' },
        }}
      >
        <Age at={since} />
      </Typography>
    </Box>
  );
}
