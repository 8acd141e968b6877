import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { PopoverButton } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Divider from '@mui/material/Divider';
import IconButton from '@mui/material/IconButton';
import Link from '@mui/material/Link';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { RiBookmarkLine, RiDeleteBinLine } from '@remixicon/react';
import { useState, type FormEvent } from 'react';
import { Link as RouterLink, useLocation } from 'react-router-dom';
import { useLinks } from '../links/useLinks';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { useSavedViews, withoutView, withView } from './savedViews';

/** Opens, saves and deletes named views. */
export function ViewsButton() {
  const { t } = useTranslationRef(clustersTranslationRef);
  return (
    <PopoverButton label={t('explorer.views')} icon={<RiBookmarkLine size={16} />} align="right">
      {close => <ViewsForm onClose={close} />}
    </PopoverButton>
  );
}

function ViewsForm({ onClose }: { onClose(): void }) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const { items, update } = useSavedViews();
  const { search } = useLocation();
  const links = useLinks();
  const [name, setName] = useState('');
  const save = (event: FormEvent) => {
    event.preventDefault();
    const view = { name: name.trim(), query: search.replace(/^\?/, '') };
    if (view.name === '') return;
    update(views => withView(views, view));
    onClose();
  };
  return (
    <Box sx={{ p: 2, width: 320, maxWidth: '90vw' }}>
      {items.length === 0 && (
        <Typography variant="body2" color="text.secondary">
          {t('explorer.noViews')}
        </Typography>
      )}
      <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none', maxHeight: 280, overflow: 'auto' }}>
        {items.map(view => (
          <Stack key={view.name} component="li" direction="row" alignItems="center">
            <Link
              component={RouterLink}
              to={`${links.explorer()}?${view.query}`}
              onClick={onClose}
              variant="body2"
              noWrap
              sx={{ flex: 1, py: 0.5 }}
            >
              {view.name}
            </Link>
            <IconButton
              aria-label={t('explorer.deleteView', { name: view.name })}
              onClick={() => update(views => withoutView(views, view.name))}
            >
              <RiDeleteBinLine size={16} />
            </IconButton>
          </Stack>
        ))}
      </Box>
      <Divider sx={{ my: 1.5 }} />
      <Stack component="form" direction="row" gap={1} onSubmit={save}>
        <TextField
          size="small"
          fullWidth
          label={t('explorer.viewName')}
          value={name}
          onChange={event => setName(event.target.value)}
          inputProps={{ maxLength: 80 }}
        />
        <Button type="submit" variant="contained" disabled={name.trim() === ''}>
          {t('explorer.save')}
        </Button>
      </Stack>
    </Box>
  );
}
