import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { PipelineField } from './PipelineField';

/** `ui:field: KubematePipeline` of software templates. */
export const pipelineFormField = createFormField({
  name: 'KubematePipeline',
  component: PipelineField,
});
