import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Shortcut } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import FormControlLabel from '@mui/material/FormControlLabel';
import Switch from '@mui/material/Switch';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { ACTIONS } from '../actionCatalog';
import { clustersTranslationRef } from '../../translations/clustersTranslationRef';
import { useShortcuts } from './useShortcuts';
import { useSingleKeys } from './useSingleKeys';

interface KeyLine {
  readonly keys: readonly string[];
  readonly label: string;
}

/** Waits for `?` on every page, and shows what every key does. */
export function ShortcutHelp() {
  const { t } = useTranslationRef(clustersTranslationRef);
  const [open, setOpen] = useState(false);
  const { on, set } = useSingleKeys();
  useShortcuts({ '?': () => setOpen(true) });
  if (!open) return null;
  const groups: readonly { title: string; lines: readonly KeyLine[] }[] = [
    {
      title: t('operations.keys.anywhere'),
      lines: [
        { keys: ['Mod', 'K'], label: t('operations.keys.palette') },
        { keys: ['?'], label: t('operations.keys.help') },
      ],
    },
    {
      title: t('operations.keys.table'),
      lines: [
        { keys: ['j', 'k', '↑', '↓'], label: t('operations.keys.move') },
        { keys: ['Home', 'End'], label: t('operations.keys.first') },
        { keys: ['↵'], label: t('operations.keys.open') },
        { keys: ['Space'], label: t('operations.keys.select') },
        { keys: ['/'], label: t('operations.keys.search') },
        { keys: ['.'], label: t('operations.keys.menu') },
      ],
    },
    {
      title: t('operations.keys.object'),
      lines: [
        { keys: ['.'], label: t('operations.keys.actions') },
        { keys: ['d'], label: t('operations.keys.overview') },
        { keys: ['y'], label: t('operations.keys.yaml') },
        { keys: ['l'], label: t('operations.keys.logs') },
        { keys: ['v'], label: t('operations.keys.events') },
        ...actionKeys().map(({ shortcut, ids }) => ({
          keys: shortcut.split('-'),
          label: ids.map(id => t(`operations.actions.${id}`)).join(' · '),
        })),
      ],
    },
  ];
  return (
    <Dialog open onClose={() => setOpen(false)} maxWidth="md" fullWidth aria-labelledby="shortcuts">
      <DialogTitle id="shortcuts" variant="h2">
        {t('operations.keys.title')}
      </DialogTitle>
      <DialogContent>
        <Box sx={{ display: 'grid', gap: 3, gridTemplateColumns: { xs: '1fr', md: '1fr 1fr' } }}>
          <Box sx={{ display: 'flex', flexDirection: 'column', gap: 2.5 }}>
            {groups.slice(0, 2).map(group => (
              <KeyGroup key={group.title} {...group} />
            ))}
            <Box>
              <FormControlLabel
                control={<Switch checked={on} onChange={(_, value) => set(value)} />}
                label={t('operations.keys.single')}
              />
              <Typography variant="caption" color="text.secondary" component="p" sx={{ m: 0 }}>
                {t('operations.keys.singleHint')}
              </Typography>
            </Box>
          </Box>
          {groups.slice(2).map(group => (
            <KeyGroup key={group.title} {...group} />
          ))}
        </Box>
      </DialogContent>
      <DialogActions sx={{ px: 3, py: 2 }}>
        <Button variant="outlined" onClick={() => setOpen(false)}>
          {t('operations.keys.close')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

/** The keys of the actions; one key may stand for different actions on different kinds. */
function actionKeys() {
  const keys = new Map<string, (typeof ACTIONS)[number]['id'][]>();
  for (const { shortcut, id } of ACTIONS) {
    if (shortcut !== undefined) keys.set(shortcut, [...(keys.get(shortcut) ?? []), id]);
  }
  return [...keys].map(([shortcut, ids]) => ({ shortcut, ids }));
}

function KeyGroup({ title, lines }: { title: string; lines: readonly KeyLine[] }) {
  return (
    <Box component="section" aria-label={title}>
      <Typography variant="subtitle2" component="h3" sx={{ mb: 0.5 }}>
        {title}
      </Typography>
      <Box component="dl" sx={{ m: 0 }}>
        {lines.map(({ keys, label }) => (
          <Box
            key={label}
            sx={{ display: 'flex', gap: 2, py: 0.5, borderBottom: 1, borderColor: 'divider' }}
          >
            <Box component="dt" sx={{ width: 112, flex: 'none' }}>
              <Shortcut keys={keys} />
            </Box>
            <Box component="dd" sx={{ m: 0, typography: 'body2' }}>
              {label}
            </Box>
          </Box>
        ))}
      </Box>
    </Box>
  );
}
