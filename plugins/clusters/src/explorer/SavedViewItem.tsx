import { useTranslationRef } from '@backstage/frontend-plugin-api';
import IconButton from '@mui/material/IconButton';
import Link from '@mui/material/Link';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import { RiCheckLine, RiCloseLine, RiDeleteBinLine, RiPencilLine } from '@remixicon/react';
import { useState, type FormEvent, type KeyboardEvent } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import { useLinks } from '../links/useLinks';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import type { SavedView } from './savedViews';

interface SavedViewItemProps {
  readonly view: SavedView;
  onOpen(): void;
  onRename(name: string): void;
  onDelete(): void;
}

/** One saved view: the way to it, and what renames and deletes it. */
export function SavedViewItem({ view, onOpen, onRename, onDelete }: SavedViewItemProps) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const links = useLinks();
  const [isRenaming, setRenaming] = useState(false);
  if (isRenaming)
    return (
      <RenameForm
        name={view.name}
        onSubmit={name => {
          setRenaming(false);
          onRename(name);
        }}
        onCancel={() => setRenaming(false)}
      />
    );
  return (
    <Stack component="li" direction="row" alignItems="center">
      <Link
        component={RouterLink}
        to={`${links.explorer()}?${view.query}`}
        onClick={onOpen}
        variant="body2"
        noWrap
        sx={{ flex: 1, py: 0.5 }}
      >
        {view.name}
      </Link>
      <IconButton
        aria-label={t('explorer.renameView', { name: view.name })}
        onClick={() => setRenaming(true)}
      >
        <RiPencilLine size={16} />
      </IconButton>
      <IconButton aria-label={t('explorer.deleteView', { name: view.name })} onClick={onDelete}>
        <RiDeleteBinLine size={16} />
      </IconButton>
    </Stack>
  );
}

interface RenameFormProps {
  readonly name: string;
  onSubmit(name: string): void;
  onCancel(): void;
}

/** Once, as the field comes in place of the button that was pressed. */
function focus(field: HTMLInputElement | null) {
  field?.focus();
}

function RenameForm({ name, onSubmit, onCancel }: RenameFormProps) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const [text, setText] = useState(name);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() !== '') onSubmit(text.trim());
  };
  // Escape leaves the field, and not the list of views around it.
  const leave = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    onCancel();
  };
  return (
    <li>
      <Stack
        component="form"
        direction="row"
        alignItems="center"
        onSubmit={submit}
        sx={{ py: 0.5 }}
      >
        <TextField
          size="small"
          fullWidth
          inputRef={focus}
          label={t('explorer.newViewName')}
          value={text}
          onChange={event => setText(event.target.value)}
          onKeyDown={leave}
          inputProps={{ maxLength: 80 }}
        />
        <IconButton type="submit" aria-label={t('explorer.rename')} disabled={text.trim() === ''}>
          <RiCheckLine size={16} />
        </IconButton>
        <IconButton aria-label={t('explorer.cancel')} onClick={onCancel}>
          <RiCloseLine size={16} />
        </IconButton>
      </Stack>
    </li>
  );
}
