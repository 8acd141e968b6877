import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { ImageField } from './ImageField';
import { PipelineField } from './PipelineField';
import { validateImage } from './validateImage';

/** `ui:field: KubematePipeline` of software templates. */
export const pipelineFormField = createFormField({
  name: 'KubematePipeline',
  component: PipelineField,
});

/** `ui:field: KubemateImage` of software templates. */
export const imageFormField = createFormField({
  name: 'KubemateImage',
  component: ImageField,
  validation: validateImage,
});
