import { translationApiRef } from '@backstage/frontend-plugin-api';
import type { CustomFieldValidator } from '@backstage/plugin-scaffolder-react';
import { pipelinesApiRef } from '../api/pipelinesApiRef';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';
import { nameProblem, repositoryOf, type ImageOptions } from './imageChoices';

/** Keeps a form from going on with what is no image, or, where it must exist, with a tag that is not there. */
export const validateImage: CustomFieldValidator<string | undefined, ImageOptions> = async (
  value,
  field,
  { apiHolder, uiSchema },
) => {
  if (value === undefined || value === '') return;
  const options = uiSchema?.['ui:options'] ?? {};
  const words = apiHolder.get(translationApiRef)?.getTranslation(pipelinesTranslationRef);
  const problem = nameProblem(value, options);
  if (problem !== undefined) {
    const hint = words?.ready
      ? words.t(options.tag === false ? 'fields.repositoryHint' : 'fields.imageHint')
      : '';
    field.addError(words?.ready ? words.t(`fields.image.${problem}`, { hint }) : value);
    return;
  }
  if (options.mustExist !== true) return;
  const look = await apiHolder.get(pipelinesApiRef)?.lookAtImage(value);
  const isMissing = look?.found !== undefined && look.found.digest === undefined;
  if (!isMissing && look?.state !== 'absent') return;
  const repository = repositoryOf(value);
  const tag = value.slice(repository.length + 1);
  field.addError(words?.ready ? words.t('fields.image.noTag', { tag, repository }) : value);
};
