import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { ClusterField, NamespaceField, TenantField } from './PlaceFields';

/** `ui:field: KubemateCluster` of software templates. */
export const clusterFormField = createFormField({
  name: 'KubemateCluster',
  component: ClusterField,
});

/** `ui:field: KubemateNamespace` of software templates. */
export const namespaceFormField = createFormField({
  name: 'KubemateNamespace',
  component: NamespaceField,
});

/** `ui:field: KubemateTenant` of software templates. */
export const tenantFormField = createFormField({
  name: 'KubemateTenant',
  component: TenantField,
});
