import Button from '@mui/material/Button';
import Chip from '@mui/material/Chip';
import Stack from '@mui/material/Stack';
import type { Theme } from '@mui/material/styles';
import useMediaQuery from '@mui/material/useMediaQuery';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RiFilter3Line, RiFilterOffLine } from '@remixicon/react';
import { forwardRef, useState, type ReactNode } from 'react';
import { uiTranslationRef } from '../i18n/uiTranslationRef';
import { MultiSelect, type MultiSelectProps } from './MultiSelect';
import { SearchBox, type SearchBoxHandle } from './SearchBox';

/** A condition that is on and can be taken off. */
export interface FacetChip {
  readonly key: string;
  readonly label: string;
  onRemove(): void;
}

export interface FilterBarProps {
  search: string;
  onSearchChange(search: string): void;
  searchPlaceholder?: string;
  /** Such as clusters and namespaces. */
  selects?: readonly MultiSelectProps[];
  chips?: readonly FacetChip[];
  /** Takes everything off; shown while something is on. */
  onClear?(): void;
  /** At the end: column menu, saved views, export. */
  children?: ReactNode;
}

/** Where more would take the room of the table on a phone, they wait behind a button. */
const SELECTS_ON_PHONE = 2;

/** The line above a table: what is searched for and what is left out. `ref` focuses the search box. */
export const FilterBar = forwardRef<SearchBoxHandle, FilterBarProps>((props, ref) => {
  const { search, onSearchChange, searchPlaceholder, selects = [], chips = [] } = props;
  const { onClear, children } = props;
  const { t } = useTranslationRef(uiTranslationRef);
  const isNarrow = useMediaQuery<Theme>(theme => theme.breakpoints.down('sm'));
  const [isOpen, setOpen] = useState(false);
  const folds = isNarrow && selects.length > SELECTS_ON_PHONE;
  const chosen = selects.filter(select => select.value.length > 0).length;
  const active = search !== '' || chips.length > 0 || chosen > 0;
  const isShown = !folds || isOpen;
  return (
    <Stack role="search" direction="row" flexWrap="wrap" alignItems="center" gap={1}>
      <SearchBox
        ref={ref}
        value={search}
        onChange={onSearchChange}
        placeholder={searchPlaceholder}
      />
      {folds && (
        <Button
          color="inherit"
          variant="outlined"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
          startIcon={<RiFilter3Line size={16} />}
        >
          {chosen > 0 ? t('filter.chosen', { number: String(chosen) }) : t('filter.filters')}
        </Button>
      )}
      {isShown && selects.map(select => <MultiSelect key={select.label} {...select} />)}
      {chips.map(chip => (
        <Chip key={chip.key} label={chip.label} onDelete={chip.onRemove} />
      ))}
      {active && onClear !== undefined && (
        <Button
          color="inherit"
          onClick={onClear}
          startIcon={<RiFilterOffLine size={16} />}
          sx={{ color: 'text.secondary' }}
        >
          {t('filter.clear')}
        </Button>
      )}
      {isShown && children !== undefined && (
        <Stack direction="row" flexWrap="wrap" alignItems="center" gap={1} sx={{ ml: 'auto' }}>
          {children}
        </Stack>
      )}
    </Stack>
  );
});
FilterBar.displayName = 'FilterBar';
