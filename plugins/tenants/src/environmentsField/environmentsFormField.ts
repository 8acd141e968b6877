import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { EnvironmentsField } from './EnvironmentsField';

/** `ui:field: KubemateEnvironments` of software templates. */
export const environmentsFormField = createFormField({
  name: 'KubemateEnvironments',
  component: EnvironmentsField,
});
