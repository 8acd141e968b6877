import { createPermission } from '@backstage/plugin-permission-common';

/** Approve, or reject, what somebody else has asked for where a guard asks for a second person. */
export const operationApprovePermission = createPermission({
  name: 'kubemate.operation.approve',
  attributes: { action: 'update' },
});
