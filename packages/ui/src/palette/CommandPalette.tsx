import Box from '@mui/material/Box';
import Dialog from '@mui/material/Dialog';
import InputBase from '@mui/material/InputBase';
import LinearProgress from '@mui/material/LinearProgress';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RiErrorWarningLine, RiSearchLine } from '@remixicon/react';
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { uiTranslationRef } from '../i18n/uiTranslationRef';
import { Shortcut } from '../layout/Shortcut';
import type { CommandPaletteProps, PaletteGroup, PaletteItem } from './CommandPaletteProps';
import { paletteMove } from './paletteMove';

/** Jumps to anything by a few letters: one field, ranked groups of results, no mouse needed. */
export function CommandPalette(props: CommandPaletteProps) {
  const { open, onClose } = props;
  const { t } = useTranslationRef(uiTranslationRef);
  return (
    <Dialog
      open={open}
      onClose={onClose}
      fullWidth
      maxWidth="sm"
      PaperProps={{ 'aria-label': t('palette.title') }}
      transitionDuration={0}
      sx={{
        '& [role=dialog]': {
          mt: { xs: 1, sm: '12vh' },
          mx: { xs: 1, sm: 2 },
          mb: 'auto',
          maxHeight: { xs: 'calc(100% - 16px)', sm: '66vh' },
          width: { xs: 'calc(100% - 16px)', sm: '100%' },
        },
      }}
    >
      <PaletteBody {...props} />
    </Dialog>
  );
}

function PaletteBody(props: CommandPaletteProps) {
  const { query, onQueryChange, groups, loading = false, onOpen } = props;
  const { t } = useTranslationRef(uiTranslationRef);
  const id = useId();
  const items = groups.flatMap(group => group.items);
  const [chosen, setChosen] = useState<string>();
  const found = items.findIndex(item => item.id === chosen);
  // A result that is gone gives way to the best one.
  const at = found < 0 ? 0 : found;
  useEffect(() => setChosen(undefined), [query]);
  const onKeyDown = (event: KeyboardEvent) => {
    const item = items[at];
    if (event.key === 'Enter' && !event.nativeEvent.isComposing && item !== undefined) {
      event.preventDefault();
      onOpen(item, { newTab: event.ctrlKey || event.metaKey });
      return;
    }
    const next = paletteMove(event.key, at, items.length);
    if (next === undefined) return;
    event.preventDefault();
    setChosen(items[next]?.id);
  };
  return (
    <>
      <Stack direction="row" alignItems="center" gap={1.25} sx={{ px: 2, py: 1.25 }}>
        <RiSearchLine size={18} aria-hidden />
        <InputBase
          // The person just opened this to type into it.
          // eslint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
          fullWidth
          value={query}
          placeholder={t('palette.placeholder')}
          onChange={event => onQueryChange(event.target.value)}
          onKeyDown={onKeyDown}
          inputProps={{
            role: 'combobox',
            'aria-label': t('palette.placeholder'),
            'aria-expanded': items.length > 0,
            'aria-controls': id,
            'aria-activedescendant': items.length > 0 ? `${id}-${at}` : undefined,
            'aria-autocomplete': 'list',
            autoComplete: 'off',
            spellCheck: false,
          }}
        />
        <Shortcut keys={['Esc']} />
      </Stack>
      <Box sx={{ height: 2 }}>
        {loading && <LinearProgress sx={{ height: 2 }} aria-label={t('palette.searching')} />}
      </Box>
      <Results id={id} groups={groups} at={at} onOpen={onOpen} onHover={setChosen} />
      {items.length === 0 && query !== '' && !loading && (
        <Box role="status" sx={{ px: 2, py: 3, textAlign: 'center' }}>
          <Typography variant="subtitle2">{t('palette.nothing', { text: query })}</Typography>
          <Typography variant="body2" color="text.secondary">
            {t('palette.hintEmpty')}
          </Typography>
        </Box>
      )}
      {props.problem !== undefined && (
        <Stack
          direction="row"
          alignItems="center"
          gap={1}
          role="status"
          sx={{ px: 2, py: 0.75, borderTop: 1, borderColor: 'divider' }}
        >
          <Box aria-hidden sx={{ display: 'flex', color: 'kubemate.health.warning.fg' }}>
            <RiErrorWarningLine size={16} />
          </Box>
          <Typography variant="body2">{props.problem}</Typography>
        </Stack>
      )}
      <Footer count={items.length} />
    </>
  );
}

function Results(props: {
  id: string;
  groups: readonly PaletteGroup[];
  at: number;
  onOpen: CommandPaletteProps['onOpen'];
  onHover(id: string): void;
}) {
  const { id, groups, at } = props;
  const { t } = useTranslationRef(uiTranslationRef);
  let index = 0;
  return (
    <Box
      id={id}
      role="listbox"
      aria-label={t('palette.title')}
      sx={{ overflow: 'auto', flex: 1, minHeight: 0, borderTop: 1, borderColor: 'divider' }}
    >
      {groups
        .filter(group => group.items.length > 0)
        .map(group => (
          <Box key={group.id} role="group" aria-label={group.title} sx={{ p: 0.75 }}>
            <Typography
              variant="caption"
              color="text.secondary"
              component="div"
              aria-hidden
              sx={{ px: 1.25, py: 0.5 }}
            >
              {group.title}
            </Typography>
            {group.items.map(item => {
              const own = index++;
              return (
                <ResultLine
                  key={item.id}
                  id={`${id}-${own}`}
                  item={item}
                  selected={own === at}
                  onOpen={props.onOpen}
                  onHover={props.onHover}
                />
              );
            })}
          </Box>
        ))}
    </Box>
  );
}

function ResultLine(props: {
  id: string;
  item: PaletteItem;
  selected: boolean;
  onOpen: CommandPaletteProps['onOpen'];
  onHover(id: string): void;
}) {
  const { id, item, selected, onOpen, onHover } = props;
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (selected) element.current?.scrollIntoView?.({ block: 'nearest' });
  }, [selected]);
  return (
    <Stack
      ref={element}
      id={id}
      role="option"
      aria-selected={selected}
      direction="row"
      alignItems="center"
      gap={1.25}
      onMouseMove={() => !selected && onHover(item.id)}
      onClick={event => onOpen(item, { newTab: event.ctrlKey || event.metaKey })}
      sx={{
        px: 1.25,
        minHeight: 38,
        borderRadius: 1.5,
        cursor: 'pointer',
        bgcolor: selected ? 'kubemate.brand.subtle' : undefined,
        color: selected ? 'kubemate.brand.onSubtle' : undefined,
      }}
    >
      {item.icon !== undefined && (
        <Box aria-hidden sx={{ display: 'flex', color: 'text.secondary', flex: 'none' }}>
          {item.icon}
        </Box>
      )}
      <Typography variant="subtitle2" component="span" noWrap sx={{ flex: '0 1 auto' }}>
        {item.title}
      </Typography>
      <Typography
        variant="body2"
        component="span"
        color="text.secondary"
        noWrap
        sx={{ flex: '1 1 0', minWidth: 60 }}
      >
        {item.detail}
      </Typography>
      {item.mark}
    </Stack>
  );
}

function Footer({ count }: { count: number }) {
  const { t } = useTranslationRef(uiTranslationRef);
  return (
    <Stack
      direction="row"
      gap={2}
      sx={{ px: 2, py: 0.75, borderTop: 1, borderColor: 'divider', color: 'text.secondary' }}
    >
      <Typography variant="caption" role="status" sx={{ flex: 1 }}>
        {count > 0 && t('palette.results', { count })}
      </Typography>
      <Stack direction="row" gap={2} sx={{ display: { xs: 'none', sm: 'flex' } }}>
        <Typography variant="caption">
          <Shortcut keys={['↑', '↓']} /> {t('palette.move')}
        </Typography>
        <Typography variant="caption">
          <Shortcut keys={['↵']} /> {t('palette.open')}
        </Typography>
      </Stack>
    </Stack>
  );
}
