import type { AnyOperation } from '@kubemate/operations-node';
import { cancelRun, deleteRun } from './endRun';
import { rerun } from './rerun';
import { startRun } from './startRun';

/** Every operation of `pipelineOperations`; a test holds that none is missing. */
export const runOperations: readonly AnyOperation[] = [startRun, cancelRun, rerun, deleteRun];
