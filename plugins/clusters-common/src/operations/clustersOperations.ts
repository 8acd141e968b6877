import { helmOperations } from './helmOperations';
import { nodeOperations } from './nodeOperations';
import { objectOperations } from './objectOperations';
import { registryOperations } from './registryOperations';
import { workloadOperations } from './workloadOperations';

/** Everything that can be done on clusters. */
export const clustersOperations = {
  ...workloadOperations,
  ...nodeOperations,
  ...objectOperations,
  ...registryOperations,
  ...helmOperations,
} as const;
