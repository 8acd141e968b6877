import { coreServices } from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import { kubeServiceRef } from '@kubemate/kube-node';

/** The services that `Operations.create` needs, for the `deps` of a plugin. */
export const operationServices = {
  actionsRegistry: actionsRegistryServiceRef,
  auth: coreServices.auth,
  config: coreServices.rootConfig,
  database: coreServices.database,
  discovery: coreServices.discovery,
  kube: kubeServiceRef,
  logger: coreServices.logger,
  permissions: coreServices.permissions,
  permissionsRegistry: coreServices.permissionsRegistry,
  userInfo: coreServices.userInfo,
} as const;
