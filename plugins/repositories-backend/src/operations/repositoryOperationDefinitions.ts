import type { AnyOperation } from '@kubemate/operations-node';
import { commitOperation } from './commitOperation';
import { createOperation, deleteOperation } from './ownOperations';
import type { OperationParts } from './OperationParts';
import { proposeObjectOperation } from './proposeObjectOperation';
import { pullRequestOperations } from './pullRequestOperations';

/** Every operation on repositories. */
export function repositoryOperationDefinitions(parts: OperationParts): readonly AnyOperation[] {
  return [
    createOperation(parts),
    commitOperation(parts),
    ...pullRequestOperations(parts),
    proposeObjectOperation(parts),
    deleteOperation(parts),
  ] as readonly AnyOperation[];
}
