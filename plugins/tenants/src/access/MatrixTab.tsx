import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { TenantList } from '@kubemate/plugin-tenants-common';
import {
  DeniedState,
  EmptyState,
  FailureState,
  LoadingState,
  PartialBanner,
  SearchBox,
  Section,
  useUrlState,
} from '@kubemate/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { useAccessMatrix } from '../api/queries';
import { tenantsTranslationRef } from '../translations/tenantsTranslationRef';
import { ACCESS_PARAMS, subjectText, toMatrixRequest, VERBS } from './accessState';
import { selectSubjects } from './matrixLevels';
import { MatrixTable } from './MatrixTable';
import { PlaceFields } from './PlaceFields';
import { SubjectTable } from './SubjectTable';

/** Who may do what in one namespace: subjects over kinds. */
export function MatrixTab({ list }: { list: TenantList }) {
  const { t } = useTranslationRef(tenantsTranslationRef);
  const [{ cluster, namespace }, update] = useUrlState(ACCESS_PARAMS);
  if (!list.mayAskAboutOthers)
    return <DeniedState title={t('access.deniedOthers')} reason={t('access.onlyYourself')} />;
  return (
    <>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5, maxWidth: 560 }}>
        <PlaceFields
          list={list}
          cluster={cluster}
          namespace={namespace}
          onChange={patch => update(patch)}
        />
      </Box>
      <MatrixBody clusters={list.clusters} />
    </>
  );
}

function MatrixBody({ clusters }: Pick<TenantList, 'clusters'>) {
  const { t } = useTranslationRef(tenantsTranslationRef);
  const [state, update] = useUrlState(ACCESS_PARAMS);
  const { cluster, namespace, who, can, on, subject } = state;
  const request = toMatrixRequest(state);
  const query = useAccessMatrix(request);
  if (request === undefined)
    return <EmptyState title={t('matrix.choosePlace')} description={t('matrix.choosePlaceHint')} />;
  if (query.isPending) return <LoadingState lines={8} />;
  if (query.data === undefined) {
    return (
      <FailureState
        title={t('matrix.failed')}
        error={query.error}
        onRetry={() => void query.refetch()}
      />
    );
  }
  const { resources, items, failures } = query.data;
  const one = items.find(item => subjectText(item.subject) === subject);
  const found = selectSubjects(items, { who, can, on });
  const title = clusters.find(({ name }) => name === cluster)?.title ?? cluster;
  const place = namespace === '' ? title : `${namespace} · ${title}`;
  return (
    <>
      {failures.length > 0 && (
        <PartialBanner
          title={t('matrix.partial')}
          items={failures.map(({ reason }) => ({ key: reason, text: reason }))}
        />
      )}
      {one === undefined ? (
        <>
          <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5, alignItems: 'center' }}>
            <SearchBox
              value={who}
              onChange={text => update({ who: text })}
              placeholder={t('matrix.search')}
            />
            <ChoiceField
              label={t('matrix.can')}
              all={t('matrix.anything')}
              options={VERBS}
              value={can}
              onChange={verb => update({ can: verb }, { history: 'push' })}
            />
            <ChoiceField
              label={t('matrix.on')}
              all={t('matrix.anyKind')}
              options={resources}
              value={on}
              onChange={resource => update({ on: resource }, { history: 'push' })}
            />
          </Box>
          {found.length === 0 ? (
            <EmptyState
              title={t(items.length === 0 ? 'matrix.nobody' : 'matrix.noMatch')}
              action={
                items.length > 0 && (
                  <Button
                    variant="outlined"
                    onClick={() => update({ who: '', can: '', on: '' }, { history: 'push' })}
                  >
                    {t('matrix.showAll')}
                  </Button>
                )
              }
            />
          ) : (
            <Section title={t('matrix.title', { place })} flush>
              <MatrixTable
                items={found}
                resources={on === '' ? resources : [on]}
                cluster={cluster}
                namespace={namespace}
              />
            </Section>
          )}
        </>
      ) : (
        <Section
          title={t('matrix.subjectLabel', { subject: one.subject.name })}
          flush
          actions={
            <Button onClick={() => update({ subject: '' }, { history: 'push' })}>
              {t('matrix.allSubjects')}
            </Button>
          }
        >
          <SubjectTable item={one} resources={resources} cluster={cluster} namespace={namespace} />
        </Section>
      )}
    </>
  );
}

function ChoiceField(props: {
  label: string;
  /** What stands there while nothing is chosen. */
  all: string;
  options: readonly string[];
  value: string;
  onChange(value: string): void;
}) {
  const { label, all, options, value, onChange } = props;
  return (
    <TextField
      select
      size="small"
      label={label}
      value={options.includes(value) ? value : ''}
      onChange={event => onChange(event.target.value)}
      InputLabelProps={{ shrink: true }}
      SelectProps={{ displayEmpty: true }}
      sx={{ minWidth: 150 }}
    >
      <MenuItem value="">{all}</MenuItem>
      {options.map(option => (
        <MenuItem key={option} value={option}>
          {option}
        </MenuItem>
      ))}
    </TextField>
  );
}
