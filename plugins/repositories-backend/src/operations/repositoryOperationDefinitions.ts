import type { AnyOperation } from '@kubemate/operations-node';
import { commitOperation } from './commitOperation';
import { deleteBranchOperation } from './deleteBranchOperation';
import { createOperation, deleteOperation } from './ownOperations';
import type { OperationParts } from './OperationParts';
import { proposeObjectOperation } from './proposeObjectOperation';
import { pullRequestOperations } from './pullRequestOperations';
import { upgradeOperation } from './upgradeOperation';
import type { TemplateDrift } from '../templates/TemplateDrift';

/** Every operation on repositories. */
export function repositoryOperationDefinitions({
  drift,
  ...parts
}: OperationParts & { readonly drift: TemplateDrift }): readonly AnyOperation[] {
  return [
    createOperation(parts),
    commitOperation(parts),
    ...pullRequestOperations(parts),
    proposeObjectOperation(parts),
    upgradeOperation(parts, drift),
    deleteBranchOperation(parts),
    deleteOperation(parts),
  ] as readonly AnyOperation[];
}
