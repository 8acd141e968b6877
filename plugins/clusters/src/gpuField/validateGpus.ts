import { translationApiRef } from '@backstage/frontend-plugin-api';
import type { CustomFieldValidator } from '@backstage/plugin-scaffolder-react';
import { clustersApiRef } from '../api/clustersApiRef';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { gpuProblem, placeOfGpus, type GpuOptions, type Gpus } from './gpuChoices';
import { readGpuOffer } from './useGpuOffer';

/** Keeps a form from going on with devices that no pod would get there, as far as the person may see that. */
export const validateGpus: CustomFieldValidator<Partial<Gpus> | undefined, GpuOptions> = async (
  value,
  field,
  { apiHolder, formData, uiSchema },
) => {
  const { resource, count } = value ?? {};
  const client = apiHolder.get(clustersApiRef);
  const place = placeOfGpus(formData, uiSchema?.['ui:options']);
  if (resource === undefined || count === undefined || place.cluster === '' || !client) return;
  const problem = gpuProblem(await readGpuOffer(client, place), { resource, count });
  if (problem === undefined) return;
  const words = apiHolder.get(translationApiRef)?.getTranslation(clustersTranslationRef);
  const { code, most = 0 } = problem;
  const values = { resource, cluster: place.cluster, amount: String(most) };
  field.addError(words?.ready ? words.t(`gpuField.${code}`, values) : `${resource}: ${count}`);
};
