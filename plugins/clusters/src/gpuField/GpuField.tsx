import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import { FailureState, LoadingState, QueryWrapper } from '@kubemate/ui';
import Box from '@mui/material/Box';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { mostOf, placeOfGpus, type GpuOffer, type GpuOptions, type Gpus } from './gpuChoices';
import { useGpuOffer } from './useGpuOffer';

type Props = FieldExtensionComponentProps<Partial<Gpus>, GpuOptions>;

/** Accelerators of one kind, as the nodes and the quota that the person may see have them. */
export function GpuField(props: Props) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const place = placeOfGpus(props.formContext?.formData, props.uiSchema['ui:options']);
  if (place.cluster === '') return <NothingYet {...props} why={t('gpuField.clusterFirst')} />;
  return (
    <QueryWrapper>
      <Loaded {...props} {...place} />
    </QueryWrapper>
  );
}

function NothingYet({ idSchema, schema, why }: Props & { why: string }) {
  return (
    <TextField
      fullWidth
      disabled
      id={idSchema.$id}
      label={schema.title}
      value=""
      helperText={why}
    />
  );
}

function Loaded(props: Props & { cluster: string; namespace: string }) {
  const { cluster, namespace } = props;
  const { t } = useTranslationRef(clustersTranslationRef);
  const { data, error, refetch } = useGpuOffer({ cluster, namespace });
  if (data === undefined) {
    if (error === null) return <LoadingState />;
    return (
      <FailureState title={t('gpuField.failed')} error={error} onRetry={() => void refetch()} />
    );
  }
  if (data.choices.length === 0 && data.hiddenNodes === undefined)
    return <NothingYet {...props} why={t('gpuField.none', { cluster })} />;
  return <Choice {...props} offer={data} />;
}

const NONE = '';

function Choice(props: Props & { offer: GpuOffer; cluster: string }) {
  const { offer, cluster, formData, onChange, idSchema, schema, required } = props;
  const { disabled, readonly, rawErrors = [] } = props;
  const { choices, hiddenNodes } = offer;
  const { t } = useTranslationRef(clustersTranslationRef);
  const { resource = NONE, count = 1 } = formData ?? {};
  const isFree = choices.length === 0;
  const chosen = choices.find(choice => choice.resource === resource);
  const isOther = !isFree && resource !== NONE && chosen === undefined;
  const choose = (name: string) => onChange(name === NONE ? undefined : { resource: name, count });
  const told = isOther ? t('gpuField.other', { resource, cluster }) : schema.description;
  const isHidden = hiddenNodes !== undefined;
  const hidden = isHidden ? t('gpuField.hidden', { reason: hiddenNodes }) : undefined;
  return (
    <Box
      sx={{
        display: 'grid',
        gap: 2,
        gridTemplateColumns: { xs: '1fr', sm: '2fr minmax(160px, 1fr)' },
      }}
    >
      <TextField
        select={!isFree}
        fullWidth
        required={required}
        id={idSchema.$id}
        label={schema.title}
        value={isOther ? NONE : resource}
        disabled={disabled || readonly}
        error={isOther || rawErrors.length > 0}
        placeholder="nvidia.com/gpu"
        helperText={[told, hidden].filter(Boolean).join(' ')}
        onChange={event => choose(event.target.value.trim())}
        SelectProps={{
          displayEmpty: !required,
          renderValue: value => String(value) || t('gpuField.no'),
        }}
        InputLabelProps={required ? undefined : { shrink: true }}
      >
        {!required && !isFree && <MenuItem value={NONE}>{t('gpuField.no')}</MenuItem>}
        {choices.map(each => (
          <MenuItem key={each.resource} value={each.resource} disabled={mostOf(each) === 0}>
            {each.resource}
          </MenuItem>
        ))}
      </TextField>
      {resource !== NONE && (
        <CountField
          {...{ count, cluster }}
          id={`${idSchema.$id}-count`}
          choice={chosen ?? {}}
          isFixed={disabled || readonly}
          onChange={next => onChange({ resource, count: next })}
        />
      )}
    </Box>
  );
}

interface CountFieldProps {
  id: string;
  count: number;
  choice: { readonly onNode?: number; readonly left?: number };
  isFixed: boolean;
  onChange(count: number): void;
}

function CountField({ id, count, choice, isFixed, onChange }: CountFieldProps) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const { onNode, left } = choice;
  const most = mostOf(choice);
  const isTooMany = !Number.isInteger(count) || count < 1 || (most !== undefined && count > most);
  const notes = [
    onNode === undefined ? undefined : t('gpuField.onNode', { amount: String(onNode) }),
    left === undefined ? undefined : t('gpuField.left', { amount: String(left) }),
  ];
  return (
    <TextField
      fullWidth
      required
      id={id}
      type="number"
      label={t('gpuField.count')}
      value={Number.isNaN(count) ? '' : count}
      disabled={isFixed}
      error={isTooMany}
      helperText={notes.filter(Boolean).join(' ')}
      inputProps={{ min: 1, max: most, step: 1 }}
      onChange={event => onChange(Number.parseInt(event.target.value, 10))}
    />
  );
}
