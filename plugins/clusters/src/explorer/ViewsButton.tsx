import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { PopoverButton } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Divider from '@mui/material/Divider';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { RiBookmarkLine } from '@remixicon/react';
import { useState, type FormEvent } from 'react';
import { useLocation } from 'react-router-dom';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { SavedViewItem } from './SavedViewItem';
import { useSavedViews, withNewName, withoutView, withView } from './savedViews';

/** Opens, saves, renames and deletes named views. */
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
          <SavedViewItem
            key={view.name}
            view={view}
            onOpen={onClose}
            onRename={to => update(views => withNewName(views, { from: view.name, to }))}
            onDelete={() => update(views => withoutView(views, view.name))}
          />
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
