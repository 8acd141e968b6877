import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { DefinitionDetail } from '@kubemate/plugin-pipelines-common';
import { FailureState, LoadingState } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useEffect, useState } from 'react';
import { useDefinition } from '../api/queries';
import { DefinitionFields } from '../definitions/DefinitionFields';
import { startInput, type StartDraft } from '../definitions/startDraft';
import { useDraftProblems } from '../definitions/useDraftProblems';
import { presetDraft } from '../presets/presetDraft';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';
import { withoutPasswords, type PipelineRef, type PipelineValue } from './pipelineChoices';

export interface PipelineValuesProps {
  pipeline: PipelineRef;
  value: Partial<PipelineValue>;
  isFixed: boolean;
  onChange(value: PipelineValue): void;
}

/** The parameters and workspaces that the chosen pipeline asks for. */
export function PipelineValues(props: PipelineValuesProps) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const { data, error, refetch } = useDefinition(props.pipeline, 'Pipeline');
  if (data !== undefined) return <Values {...props} definition={data} />;
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

function Values(props: PipelineValuesProps & { definition: DefinitionDetail }) {
  const { pipeline, value, onChange, isFixed } = props;
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const [{ definition, passwords }] = useState(() => withoutPasswords(props.definition));
  const [draft, setDraft] = useState(() => presetDraft(definition, value));
  const form = useDraftProblems(definition, draft);
  const change = (next: StartDraft) => {
    setDraft(next);
    const input = startInput(definition, next);
    const { params = {}, workspaces = {} } = input ?? {};
    onChange(input === undefined ? pipeline : { ...pipeline, params, workspaces });
  };
  // Defaults are a value too.
  // eslint-disable-next-line react-hooks/exhaustive-deps
  useEffect(() => change(draft), []);
  const { name } = pipeline;
  const asksNothing = definition.params.length + definition.workspaces.length === 0;
  return (
    <Box
      component="fieldset"
      disabled={isFixed}
      sx={{ display: 'grid', gap: 2, border: 0, margin: 0, padding: 0, minWidth: 0 }}
    >
      <Typography component="legend" variant="subtitle2" sx={{ padding: 0, paddingBottom: 1.5 }}>
        {t(asksNothing ? 'fields.noValues' : 'fields.values', { name })}
      </Typography>
      <DefinitionFields
        definition={definition}
        draft={draft}
        form={form}
        onChange={update => change(update(draft))}
      />
      {passwords.length > 0 && (
        <Typography variant="caption" color="text.secondary">
          {t('fields.passwords', { names: passwords.join(', ') })}
        </Typography>
      )}
      {form.lacking.length > 0 && (
        <Typography variant="caption" color="text.secondary" role="status">
          {t('start.lacking', { names: form.lacking.join(', ') })}
        </Typography>
      )}
    </Box>
  );
}
