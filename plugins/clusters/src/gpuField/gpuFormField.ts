import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { GpuField } from './GpuField';
import { validateGpus } from './validateGpus';

/** `ui:field: KubemateGpu` of software templates. */
export const gpuFormField = createFormField({
  name: 'KubemateGpu',
  component: GpuField,
  validation: validateGpus,
});
