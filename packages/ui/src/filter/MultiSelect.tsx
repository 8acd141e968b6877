import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import InputBase from '@mui/material/InputBase';
import MenuItem from '@mui/material/MenuItem';
import Popover from '@mui/material/Popover';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RiArrowDownSLine } from '@remixicon/react';
import { useId, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { uiTranslationRef } from '../i18n/uiTranslationRef';
import { filterOptions, toggle, type SelectOption } from './selectOptions';

export interface MultiSelectProps {
  /** What is chosen: `Namespaces`. */
  label: string;
  options: readonly SelectOption[];
  /** Empty means all, or what `none` says. */
  value: readonly string[];
  onChange(value: readonly string[]): void;
  /** Shown where nothing is chosen: `all` where absent. */
  none?: string;
  disabled?: boolean;
  /** Why it is disabled. */
  disabledReason?: string;
}

/** How many options are drawn at once; the rest is found by typing. */
const DRAWN = 200;

/** Chooses some of many, with a search over all of them. */
export function MultiSelect(props: MultiSelectProps) {
  const { label, options, value, onChange, none, disabled = false, disabledReason } = props;
  const { t } = useTranslationRef(uiTranslationRef);
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [text, setText] = useState('');
  const list = useRef<HTMLUListElement>(null);
  const id = useId();
  const found = useMemo(() => filterOptions(options, text), [options, text]);
  const chosen = useMemo(() => new Set(value), [value]);
  const titles = options.filter(option => chosen.has(option.value)).map(option => option.title);
  const summary = () => {
    if (value.length === 0) return none ?? t('filter.all');
    if (value.length === 1) return titles[0] ?? value[0];
    return t('filter.selected', { number: value.length.toLocaleString() });
  };
  const close = () => {
    setAnchor(null);
    setText('');
  };
  const onSearchKey = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') {
      event.preventDefault();
      list.current?.querySelector<HTMLElement>('[role=option]')?.focus();
    } else if (event.key === 'Enter' && found[0] !== undefined) {
      onChange(toggle(value, found[0].value));
    }
  };
  return (
    <>
      <Button
        variant="outlined"
        color="inherit"
        disabled={disabled}
        title={disabled ? disabledReason : titles.join(', ')}
        aria-haspopup="listbox"
        aria-expanded={anchor !== null}
        onClick={event => setAnchor(event.currentTarget)}
        endIcon={<RiArrowDownSLine size={16} />}
        sx={{ maxWidth: 240, bgcolor: 'background.paper' }}
      >
        <Box component="span" sx={{ color: 'text.secondary', mr: 0.75 }}>
          {label}
        </Box>
        <Box component="span" sx={{ overflow: 'hidden', textOverflow: 'ellipsis' }}>
          {summary()}
        </Box>
      </Button>
      <Popover
        open={anchor !== null}
        anchorEl={anchor}
        onClose={close}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'left' }}
      >
        <Box sx={{ width: 300, maxWidth: '90vw' }}>
          <InputBase
            // The person just opened this to type into it.
            // eslint-disable-next-line jsx-a11y/no-autofocus
            autoFocus
            fullWidth
            value={text}
            placeholder={t('filter.find', { label })}
            inputProps={{ 'aria-label': t('filter.find', { label }), 'aria-controls': id }}
            onChange={event => setText(event.target.value)}
            onKeyDown={onSearchKey}
            sx={{ px: 1.5, py: 0.75, borderBottom: 1, borderColor: 'divider', typography: 'body2' }}
          />
          <Box
            component="ul"
            id={id}
            ref={list}
            role="listbox"
            aria-multiselectable
            aria-label={label}
            sx={{ m: 0, p: 0.5, listStyle: 'none', maxHeight: 320, overflow: 'auto' }}
          >
            {found.slice(0, DRAWN).map(option => (
              <OptionRow
                key={option.value}
                option={option}
                selected={chosen.has(option.value)}
                onToggle={() => onChange(toggle(value, option.value))}
              />
            ))}
          </Box>
          {found.length === 0 && (
            <Typography variant="body2" color="text.secondary" sx={{ px: 1.5, pb: 1.5 }}>
              {t('filter.nothing', { text })}
            </Typography>
          )}
          {found.length > DRAWN && (
            <Typography variant="caption" color="text.secondary" sx={{ px: 1.5, pb: 1 }}>
              {t('filter.moreMatches', { number: (found.length - DRAWN).toLocaleString() })}
            </Typography>
          )}
          <Stack
            direction="row"
            justifyContent="space-between"
            sx={{ p: 0.5, borderTop: 1, borderColor: 'divider' }}
          >
            <Button
              disabled={found.length === 0 || found.length > DRAWN}
              onClick={() => onChange([...new Set([...value, ...found.map(o => o.value)])])}
            >
              {t('filter.selectAll')}
            </Button>
            <Button disabled={value.length === 0} onClick={() => onChange([])}>
              {t('filter.clearSelection')}
            </Button>
          </Stack>
        </Box>
      </Popover>
    </>
  );
}

function OptionRow(props: { option: SelectOption; selected: boolean; onToggle(): void }) {
  const { option, selected, onToggle } = props;
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const row = event.currentTarget;
    const target = { ArrowDown: row.nextElementSibling, ArrowUp: row.previousElementSibling }[
      event.key
    ];
    if (target instanceof HTMLElement) {
      event.preventDefault();
      event.stopPropagation();
      target.focus();
    }
  };
  return (
    <MenuItem
      dense
      role="option"
      tabIndex={0}
      aria-selected={selected}
      onClick={onToggle}
      onKeyDown={onKeyDown}
      sx={{ px: 1, gap: 0.75, borderRadius: 1 }}
    >
      <Checkbox
        checked={selected}
        tabIndex={-1}
        sx={{ p: 0.25 }}
        inputProps={{ 'aria-hidden': true }}
      />
      {option.icon}
      <Box component="span" sx={{ flex: 1, overflow: 'hidden', textOverflow: 'ellipsis' }}>
        {option.title}
      </Box>
      {option.count !== undefined && (
        <Typography variant="caption" color="text.secondary">
          {option.count.toLocaleString()}
        </Typography>
      )}
    </MenuItem>
  );
}
