import IconButton from '@mui/material/IconButton';
import MenuItem from '@mui/material/MenuItem';
import Select from '@mui/material/Select';
import Stack from '@mui/material/Stack';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RiSortAsc, RiSortDesc } from '@remixicon/react';
import { uiTranslationRef } from '../i18n/uiTranslationRef';
import { nextSort, parseSort } from './sort';

export interface SortSelectProps {
  columns: readonly { readonly id: string; readonly title: string; readonly sortable?: boolean }[];
  sort?: string;
  onSortChange?(sort: string): void;
}

/** Sorting where there is no header to click: over the cards of a narrow screen. */
export function SortSelect({ columns, sort, onSortChange }: SortSelectProps) {
  const { t } = useTranslationRef(uiTranslationRef);
  const sortable = columns.filter(column => column.sortable);
  if (onSortChange === undefined || sortable.length === 0) return null;
  const current = parseSort(sort);
  const column = sortable.find(({ id }) => id === current?.column);
  const label =
    column === undefined ? t('table.unsorted') : t('table.sortBy', { column: column.title });
  return (
    <Stack direction="row" alignItems="center" justifyContent="flex-end" gap={0.5}>
      <Select
        value={column?.id ?? ''}
        displayEmpty
        renderValue={() => label}
        onChange={event => onSortChange(event.target.value)}
        inputProps={{ 'aria-label': label }}
      >
        {sortable.map(({ id, title }) => (
          <MenuItem key={id} value={id}>
            {title}
          </MenuItem>
        ))}
      </Select>
      {column !== undefined && (
        <IconButton aria-label={label} onClick={() => onSortChange(nextSort(sort, column.id))}>
          {current?.descending ? <RiSortDesc size={18} /> : <RiSortAsc size={18} />}
        </IconButton>
      )}
    </Stack>
  );
}
