import { createExtensionPoint } from '@backstage/backend-plugin-api';
import type { RegistryConfigInput } from './readRegistries';

/** Further image registries than the configuration names: the sandbox's. */
export interface RegistriesExtensionPoint {
  addRegistry(registry: RegistryConfigInput): void;
}

export const registriesExtensionPoint = createExtensionPoint<RegistriesExtensionPoint>({
  id: 'pipelines.registries',
});
