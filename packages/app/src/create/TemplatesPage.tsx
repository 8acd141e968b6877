import type { Entity } from '@backstage/catalog-model';
import { appLanguageApiRef } from '@backstage/core-plugin-api/alpha';
import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { catalogApiRef, useStarredEntities } from '@backstage/plugin-catalog-react';
import { wordsOf } from '@kubemate/plugin-template-runs-common';
import {
  describeError,
  EmptyState,
  ErrorState,
  FilterBar,
  LoadingState,
  PageContent,
  QueryWrapper,
  useUrlState,
} from '@kubemate/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import ToggleButton from '@mui/material/ToggleButton';
import Typography from '@mui/material/Typography';
import { RiAddCircleLine, RiStarLine } from '@remixicon/react';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { shellTranslationRef } from '../translations/shellTranslationRef';
import { TemplateCard } from './TemplateCard';
import { groupTemplates, TEMPLATES_PARAMS, typeOf } from './templatesState';
import { templateInWords } from './words/templateInWords';

/** More than anybody would read through; the search of the catalog finds the rest. */
const LIMIT = 500;
const NOTHING = { search: '', types: [], tags: [], starred: false };

/** The templates that the person may see, to choose one. */
export function TemplatesPage() {
  return (
    <QueryWrapper>
      <PageContent>
        <Templates />
      </PageContent>
    </QueryWrapper>
  );
}

function useTemplates() {
  const catalog = useApi(catalogApiRef);
  return useQuery({
    queryKey: ['catalog', 'templates'],
    queryFn: async () =>
      (await catalog.queryEntities({ filter: { kind: 'template' }, limit: LIMIT })).items,
    refetchInterval: 15_000,
  });
}

function Templates() {
  const { t } = useTranslationRef(shellTranslationRef);
  const { data, error, refetch } = useTemplates();
  if (data !== undefined) return <TemplateList templates={data} />;
  if (error === null) return <LoadingState />;
  return (
    <ErrorState
      title={t('create.failed')}
      error={new Error(describeError(error).message)}
      onRetry={() => void refetch()}
    />
  );
}

function TemplateList(props: { templates: readonly Entity[] }) {
  const { t } = useTranslationRef(shellTranslationRef);
  const { language } = useApi(appLanguageApiRef).getLanguage();
  const templates = useMemo(
    () => props.templates.map(template => templateInWords(template, language)),
    [props.templates, language],
  );
  const typeTitle = (type: string) => titleOfType(templates, type, language);
  const [state, update] = useUrlState(TEMPLATES_PARAMS);
  const { isStarredEntity } = useStarredEntities();
  const groups = groupTemplates(templates, state, isStarredEntity);
  const clear = () => update(NOTHING, { history: 'push' });
  if (templates.length === 0)
    return (
      <EmptyState
        icon={<RiAddCircleLine size={32} />}
        title={t('create.empty')}
        description={t('create.emptyHint')}
      />
    );
  return (
    <>
      <FilterBar
        search={state.search}
        onSearchChange={search => update({ search })}
        searchPlaceholder={t('create.search')}
        selects={[
          choices(t('about.type'), templates.map(typeOf), {
            value: state.types,
            titleOf: typeTitle,
            onChange: types => update({ types }, { history: 'push' }),
          }),
          choices(
            t('catalog.tags'),
            templates.flatMap(({ metadata }) => metadata.tags ?? []),
            {
              value: state.tags,
              onChange: tags => update({ tags }, { history: 'push' }),
            },
          ),
        ]}
        onClear={clear}
      >
        <ToggleButton
          value="starred"
          selected={state.starred}
          onChange={() => update({ starred: !state.starred }, { history: 'push' })}
        >
          <RiStarLine size={16} aria-hidden />
          &nbsp;
          {t('catalog.starred')}
        </ToggleButton>
      </FilterBar>
      {groups.length === 0 && (
        <EmptyState
          icon={<RiAddCircleLine size={32} />}
          title={t('catalog.noMatch')}
          description={t('catalog.noMatchHint')}
          action={
            <Button variant="outlined" onClick={clear}>
              {t('catalog.showAll')}
            </Button>
          }
        />
      )}
      {groups.map(group => (
        <Box component="section" key={group.type} sx={{ mt: 2 }}>
          <Typography
            variant="h2"
            sx={{ mb: 1.5, '&::first-letter': { textTransform: 'uppercase' } }}
          >
            {typeTitle(group.type)}
          </Typography>
          <Box
            sx={{
              display: 'grid',
              gap: 2,
              gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 300px), 1fr))',
            }}
          >
            {group.templates.map(template => (
              <TemplateCard
                key={template.metadata.uid ?? template.metadata.name}
                template={template}
              />
            ))}
          </Box>
        </Box>
      ))}
    </>
  );
}

/** As the first template of the type calls it that has a word for it. */
function titleOfType(templates: readonly Entity[], type: string, language: string): string {
  const said = templates
    .filter(template => typeOf(template) === type)
    .map(({ metadata }) => wordsOf(metadata, language)(type));
  return said.find(title => title !== type) ?? type;
}

function choices(
  label: string,
  values: readonly string[],
  chosen: {
    value: readonly string[];
    titleOf?: (value: string) => string;
    onChange(value: readonly string[]): void;
  },
) {
  const { titleOf = value => value, ...rest } = chosen;
  const options = [...new Set(values)].sort().map(value => ({ value, title: titleOf(value) }));
  return { label, options, ...rest };
}
