import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import type { Definition, PlaceFailure } from '@kubemate/plugin-pipelines-common';
import { EmptyState, FailureState, LoadingState, QueryWrapper } from '@kubemate/ui';
import Autocomplete from '@mui/material/Autocomplete';
import Box from '@mui/material/Box';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useDefinitions } from '../api/queries';
import { PlaceFailures } from '../runs/PlaceFailures';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';
import {
  isSame,
  keyOf,
  offered,
  refOf,
  scopeOf,
  whereOf,
  wholeRef,
  type PipelineOptions,
  type PipelineValue,
  type Scope,
} from './pipelineChoices';
import { PipelineValues } from './PipelineValues';
import { useChoiceTexts } from './useChoiceTexts';

type Props = FieldExtensionComponentProps<Partial<PipelineValue>, PipelineOptions>;
type Ready = Extract<Scope, { state: 'ready' }>;

/** A Pipeline of Tekton or a job of Jenkins that the person may see. */
export function PipelineField(props: Props) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const { formContext, idSchema, schema, uiSchema } = props;
  const scope = scopeOf(uiSchema['ui:options'] ?? {}, formContext?.formData);
  if (scope.state === 'waiting')
    return (
      <TextField
        fullWidth
        disabled
        id={idSchema.$id}
        label={schema.title}
        value=""
        helperText={t(`fields.${scope.for}First`)}
      />
    );
  return (
    <QueryWrapper>
      <Choices {...props} scope={scope} />
    </QueryWrapper>
  );
}

function Choices(props: Props & { scope: Ready }) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const { place, folder } = props.scope;
  const { data, error, refetch, isPlaceholderData } = useDefinitions({
    kind: 'Pipeline',
    ...(place !== undefined && { places: [place] }),
    ...(folder !== undefined && { folders: [folder] }),
  });
  // What another namespace has is no choice of this one.
  if (data === undefined || isPlaceholderData) {
    if (error === null) return <LoadingState />;
    return (
      <FailureState
        title={t('definitions.failed')}
        deniedTitle={t('definitions.denied')}
        error={error}
        onRetry={() => void refetch()}
      />
    );
  }
  const { failures } = data;
  const options = props.uiSchema['ui:options'] ?? {};
  const definitions = offered(data.items, options);
  const ref = wholeRef(props.formData);
  const isThere = ref !== undefined && definitions.some(definition => isSame(definition, ref));
  return (
    <Box sx={{ display: 'grid', gap: 2 }}>
      <PlaceFailures failures={failures} />
      {definitions.length === 0 && failures.every(isNotServed) ? (
        <EmptyState title={t('fields.noPipeline')} description={t('fields.noPipelineHint')} />
      ) : (
        <Choice {...props} definitions={definitions} failures={failures} />
      )}
      {options.withValues === true && isThere && (
        <PipelineValues
          key={keyOf(ref)}
          pipeline={ref}
          value={props.formData ?? {}}
          isFixed={props.disabled || props.readonly}
          onChange={props.onChange}
        />
      )}
    </Box>
  );
}

function isNotServed({ state }: PlaceFailure): boolean {
  return state === 'not-served';
}

function Choice(
  props: Props & { definitions: readonly Definition[]; failures: readonly PlaceFailure[] },
) {
  const { definitions, failures, formData, onChange, idSchema, schema } = props;
  const { disabled, readonly, required, rawErrors = [] } = props;
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const texts = useChoiceTexts(t('fields.noPipeline'));
  const ref = wholeRef(formData);
  const chosen = ref && definitions.find(definition => isSame(definition, ref));
  const isUnknown =
    ref !== undefined && chosen === undefined && failures.every(({ place }) => place !== ref.place);
  const told = isUnknown
    ? t('fields.otherPipeline', { name: ref.name, where: whereOf(ref) })
    : (chosen?.description ?? schema.description);
  return (
    <Autocomplete
      {...texts}
      id={idSchema.$id}
      options={[...definitions]}
      value={chosen ?? null}
      disabled={disabled || readonly}
      getOptionLabel={({ name }) => name}
      getOptionKey={keyOf}
      isOptionEqualToValue={isSame}
      onChange={(_, next) => onChange(next === null ? undefined : refOf(next))}
      renderOption={(itemProps, definition, { index }) => (
        <li {...itemProps} key={`${index} ${definition.name}`}>
          <Box sx={{ minWidth: 0 }}>
            {definition.name}
            <Typography variant="caption" color="text.secondary" noWrap component="div">
              {[whereOf(definition), definition.description].filter(Boolean).join(' · ')}
            </Typography>
          </Box>
        </li>
      )}
      renderInput={params => (
        <TextField
          {...params}
          required={required}
          label={schema.title}
          error={isUnknown || rawErrors.length > 0}
          helperText={
            chosen === undefined ? told : [whereOf(chosen), told].filter(Boolean).join(' · ')
          }
        />
      )}
    />
  );
}
