import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import { describeError, QueryWrapper } from '@kubemate/ui';
import Autocomplete from '@mui/material/Autocomplete';
import TextField from '@mui/material/TextField';
import { useEffect, useState } from 'react';
import { useImageLook, useImages } from '../api/queries';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';
import { askedOf, imageChoices, type ImageOptions } from './imageChoices';
import { useChoiceTexts } from './useChoiceTexts';
import { useImageText, useRegistryText } from './useImageText';

type Props = FieldExtensionComponentProps<string, ImageOptions>;

const TYPED_MS = 400;
const MAX_SHOWN = 100;

/** The name of an image: chosen from what the person may see of the registries, or typed. */
export function ImageField(props: Props) {
  return (
    <QueryWrapper>
      <Field {...props} />
    </QueryWrapper>
  );
}

function Field(props: Props) {
  const { formData: value = '', onChange, idSchema, schema, uiSchema } = props;
  const { disabled, readonly, required, rawErrors = [] } = props;
  const options = uiSchema['ui:options'] ?? {};
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const imageText = useImageText(options);
  const registryText = useRegistryText();
  const images = useImages();
  const rested = useRested(value);
  const look = useImageLook(askedOf(rested));
  const texts = useChoiceTexts(t('fields.noImages'));
  // What was found of another name says nothing of this one.
  const known = rested === value && look.isSuccess ? look.data : undefined;
  const said = imageText(value, known);
  const failed =
    look.error === null ? undefined : { text: describeError(look.error).message, isWrong: false };
  const told = said?.isWrong === true ? said : (failed ?? said);
  const reason = images.error === null ? undefined : describeError(images.error).message;
  const isWrong = told?.isWrong === true;
  const offer =
    reason === undefined ? registryText(images.data) : t('fields.imagesFailed', { reason });
  // The form writes its own errors below the field.
  const isSaid = told !== undefined && rawErrors.includes(told.text);
  const notes = [
    isSaid ? undefined : (told?.text ?? schema.description),
    isWrong ? undefined : offer,
  ];
  return (
    <Autocomplete
      {...texts}
      freeSolo
      id={idSchema.$id}
      options={imageChoices({ text: value, list: images.data, look: look.data, options })}
      inputValue={value}
      value={value}
      disabled={disabled || readonly}
      loading={images.isPending}
      loadingText={t('fields.images')}
      filterOptions={(all, { inputValue }) =>
        all.filter(option => option.includes(inputValue)).slice(0, MAX_SHOWN)
      }
      onInputChange={(_, next, why) => {
        if (why !== 'reset' || next !== '') onChange(next.trim() === '' ? undefined : next.trim());
      }}
      renderInput={params => (
        <TextField
          {...params}
          required={required}
          label={schema.title}
          error={isWrong || rawErrors.length > 0}
          helperText={notes.filter(Boolean).join(' ')}
        />
      )}
    />
  );
}

/** A text once it has not changed for a moment. */
function useRested(text: string): string {
  const [rested, setRested] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setRested(text), TYPED_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return rested;
}
