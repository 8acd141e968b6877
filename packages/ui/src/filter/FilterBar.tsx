import Button from '@mui/material/Button';
import Chip from '@mui/material/Chip';
import Stack from '@mui/material/Stack';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RiFilterOffLine } from '@remixicon/react';
import { forwardRef, type ReactNode } from 'react';
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

/** The line above a table: what is searched for and what is left out. `ref` focuses the search box. */
export const FilterBar = forwardRef<SearchBoxHandle, FilterBarProps>((props, ref) => {
  const { search, onSearchChange, searchPlaceholder, selects = [], chips = [] } = props;
  const { onClear, children } = props;
  const { t } = useTranslationRef(uiTranslationRef);
  const active =
    search !== '' || chips.length > 0 || selects.some(select => select.value.length > 0);
  return (
    <Stack role="search" direction="row" flexWrap="wrap" alignItems="center" gap={1}>
      <SearchBox
        ref={ref}
        value={search}
        onChange={onSearchChange}
        placeholder={searchPlaceholder}
      />
      {selects.map(select => (
        <MultiSelect key={select.label} {...select} />
      ))}
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
      {children !== undefined && (
        <Stack direction="row" flexWrap="wrap" alignItems="center" gap={1} sx={{ ml: 'auto' }}>
          {children}
        </Stack>
      )}
    </Stack>
  );
});
FilterBar.displayName = 'FilterBar';
