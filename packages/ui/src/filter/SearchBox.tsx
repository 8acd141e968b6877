import IconButton from '@mui/material/IconButton';
import InputAdornment from '@mui/material/InputAdornment';
import OutlinedInput from '@mui/material/OutlinedInput';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RiCloseLine, RiSearchLine } from '@remixicon/react';
import { forwardRef, useEffect, useImperativeHandle, useRef, useState } from 'react';
import { uiTranslationRef } from '../i18n/uiTranslationRef';
import { Shortcut } from '../layout/Shortcut';

export interface SearchBoxProps {
  value: string;
  /** Called when typing pauses. */
  onChange(value: string): void;
  label?: string;
  placeholder?: string;
  /** Milliseconds without a key before `onChange`. */
  delay?: number;
  /** Take the focus when `/` is pressed anywhere outside a field. */
  slash?: boolean;
}

/** Focuses the field from elsewhere. */
export interface SearchBoxHandle {
  focus(): void;
}

function isField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

/** A search field that answers `/`, clears with Escape, and reports when typing pauses. */
export const SearchBox = forwardRef<SearchBoxHandle, SearchBoxProps>((props, ref) => {
  const { value, onChange, label, placeholder, delay = 200, slash = true } = props;
  const { t } = useTranslationRef(uiTranslationRef);
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(value);
  const reported = useRef(value);
  const report = useRef(onChange);
  report.current = onChange;
  useImperativeHandle(ref, () => ({ focus: () => input.current?.focus() }), []);
  useEffect(() => {
    // A value that did not come from here (Back, a saved view, Clear) replaces what was typed.
    if (value !== reported.current) setText(value);
    reported.current = value;
  }, [value]);
  useEffect(() => {
    if (text === reported.current) return undefined;
    const timer = setTimeout(() => {
      reported.current = text;
      report.current(text);
    }, delay);
    return () => clearTimeout(timer);
  }, [text, delay]);
  useEffect(() => {
    if (!slash) return undefined;
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.defaultPrevented || isField(event.target)) return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [slash]);
  const name = label ?? t('filter.search');
  return (
    <OutlinedInput
      inputRef={input}
      value={text}
      placeholder={placeholder ?? name}
      inputProps={{
        'aria-label': name,
        type: 'search',
        'aria-keyshortcuts': slash ? '/' : undefined,
      }}
      onChange={event => setText(event.target.value)}
      onKeyDown={event => {
        if (event.key !== 'Escape') return;
        if (text === '') input.current?.blur();
        else setText('');
        event.stopPropagation();
      }}
      startAdornment={
        <InputAdornment position="start">
          <RiSearchLine size={16} />
        </InputAdornment>
      }
      endAdornment={
        text === '' ? (
          slash && <Shortcut keys={['/']} />
        ) : (
          <IconButton edge="end" aria-label={t('filter.clearSearch')} onClick={() => setText('')}>
            <RiCloseLine size={16} />
          </IconButton>
        )
      }
      sx={{
        flex: '1 1 220px',
        maxWidth: { sm: 380 },
        minWidth: 0,
        '& input::-webkit-search-cancel-button': { display: 'none' },
      }}
    />
  );
});
SearchBox.displayName = 'SearchBox';
