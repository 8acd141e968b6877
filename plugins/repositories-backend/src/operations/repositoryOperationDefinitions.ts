import type { AnyOperation } from '@kubemate/operations-node';
import { accessTokenOperations } from './accessTokenOperations';
import { changeOperation } from './changeOperation';
import { commitOperation } from './commitOperation';
import { deleteBranchOperation } from './deleteBranchOperation';
import { createOperation, deleteOperation } from './ownOperations';
import type { OperationParts } from './OperationParts';
import { webhookOperations } from './webhookOperations';
import { proposeObjectOperation } from './proposeObjectOperation';
import { pullRequestOperations } from './pullRequestOperations';
import { hostedOperations } from './hostedOperations';
import type { HostedRepositories } from '../hosts/HostedRepositories';
import { upgradeOperation } from './upgradeOperation';
import type { TemplateDrift } from '../templates/TemplateDrift';

/** Every operation on repositories. */
export function repositoryOperationDefinitions({
  drift,
  hosted,
  ...parts
}: OperationParts & {
  readonly drift: TemplateDrift;
  readonly hosted: HostedRepositories;
}): readonly AnyOperation[] {
  return [
    createOperation(parts),
    commitOperation(parts),
    ...pullRequestOperations(parts),
    proposeObjectOperation(parts),
    upgradeOperation(parts, drift),
    ...hostedOperations({ hosted, drift }),
    deleteBranchOperation(parts),
    changeOperation(parts),
    ...webhookOperations(parts),
    ...accessTokenOperations(parts),
    deleteOperation(parts),
  ] as readonly AnyOperation[];
}
