import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { FacetField } from '@kubemate/plugin-audit-common';
import {
  EmptyState,
  FailureState,
  FilterBar,
  type MultiSelectProps,
  type SearchBoxHandle,
} from '@kubemate/ui';
import Button from '@mui/material/Button';
import FormControlLabel from '@mui/material/FormControlLabel';
import MenuItem from '@mui/material/MenuItem';
import Select from '@mui/material/Select';
import Switch from '@mui/material/Switch';
import { useRef } from 'react';
import { ExportButton } from '../exporting/ExportButton';
import { actorName } from '../sentence/sentenceOf';
import { auditTranslationRef } from '../translations/auditTranslationRef';
import { RANGES } from './auditState';
import { RecordsTable } from './RecordsTable';
import type { Search } from './useSearch';

const NOTHING = {
  text: '',
  actor: [],
  verb: [],
  cluster: [],
  namespace: [],
  plugin: [],
  outcome: [],
  kind: [],
  object: '',
};

/** The line of conditions and the records under it. */
export function RecordSearch({ search, mayExport }: { search: Search; mayExport: boolean }) {
  const { t } = useTranslationRef(auditTranslationRef);
  const { state, update, filter, items, total, error } = search;
  const box = useRef<SearchBoxHandle>(null);
  const selects = useFacetSelects(search);
  if (error) {
    return (
      <FailureState
        title={t('page.failed')}
        deniedTitle={t('page.denied')}
        error={error}
        onRetry={search.retry}
      />
    );
  }
  const clear = () => update(NOTHING, { history: 'push' });
  const widen = (
    <Button variant="outlined" onClick={() => update({ ...NOTHING, range: 'all', reads: true })}>
      {t('search.widen')}
    </Button>
  );
  return (
    <>
      <FilterBar
        ref={box}
        search={state.text}
        onSearchChange={text => update({ text })}
        searchPlaceholder={t('search.placeholder')}
        selects={selects}
        chips={
          state.object === ''
            ? []
            : [
                {
                  key: 'object',
                  label: state.object,
                  onRemove: () => update({ object: '' }, { history: 'push' }),
                },
              ]
        }
        onClear={clear}
      >
        <Select
          size="small"
          value={state.range}
          onChange={event => update({ range: event.target.value as typeof state.range })}
          inputProps={{ 'aria-label': t('search.range') }}
          sx={{ bgcolor: 'background.paper' }}
        >
          {RANGES.map(range => (
            <MenuItem key={range} value={range}>
              {t(`range.${range}`)}
            </MenuItem>
          ))}
        </Select>
        <FormControlLabel
          label={t('search.reads')}
          slotProps={{ typography: { variant: 'body2' } }}
          control={
            <Switch
              size="small"
              checked={state.reads}
              onChange={(_, reads) => update({ reads }, { history: 'push' })}
            />
          }
        />
        {mayExport && <ExportButton filter={filter} total={total} />}
      </FilterBar>
      <RecordsTable
        records={items}
        total={total}
        loading={search.loading}
        viewKey={JSON.stringify(filter)}
        onOpen={({ id }) => update({ record: id }, { history: 'push' })}
        onNeedMore={search.more}
        onSearchRequest={() => box.current?.focus()}
        empty={
          <EmptyState
            title={t('search.empty')}
            description={t('search.emptyHint')}
            action={widen}
          />
        }
      />
    </>
  );
}

function useFacetSelects({ state, update, facets }: Search): readonly MultiSelectProps[] {
  const { t } = useTranslationRef(auditTranslationRef);
  const word: Partial<Record<FacetField, (value: string) => string>> = {
    actor: actorName,
    outcome: value => t(`outcome.${value as 'succeeded'}`),
    kind: value => t(`kind.${value as 'operation'}`),
  };
  const fields = ['actor', 'verb', 'cluster', 'namespace', 'outcome', 'kind'] as const;
  return fields.map(field => ({
    label: t(`facet.${field}`),
    options: (facets?.[field] ?? []).map(({ value, count }) => ({
      value,
      title: word[field]?.(value) ?? value,
      count,
    })),
    value: state[field],
    onChange: value => update({ [field]: value }, { history: 'push' }),
  }));
}
