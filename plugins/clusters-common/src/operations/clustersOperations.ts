import { helmOperations } from './helmOperations';
import { nodeOperations } from './nodeOperations';
import { objectOperations } from './objectOperations';
import { podOperations } from './podOperations';
import { registryOperations } from './registryOperations';
import { workloadOperations } from './workloadOperations';

/** Everything that can be done on clusters. */
export const clustersOperations = {
  ...workloadOperations,
  ...nodeOperations,
  ...objectOperations,
  ...podOperations,
  ...registryOperations,
  ...helmOperations,
} as const;
