import { isCodeOf, sayer } from '@kubemate/operations-common';

/** What plans, results and undoing say of tenants, in English; the app has the same codes in its languages. */
export const TENANT_PHRASES = {
  create: 'Create tenant {{tenant}} on {{number}} clusters',
  createOnOne: 'Create tenant {{tenant}} on 1 cluster',
  exists: 'There is a tenant named {{tenant}} already',
  ofCluster: 'Namespace {{namespace}} belongs to the cluster itself',
  ofTenant: 'Namespace {{namespace}} on {{cluster}} belongs to tenant {{tenant}}',
  namedTwice: 'Namespace {{namespace}} on {{cluster}} is named twice',
  change: 'Change tenant {{tenant}}',
  setMembers: 'Set the {{number}} members of tenant {{tenant}}',
  archive: 'Archive tenant {{tenant}}',
  archivedAlready: '{{tenant}} is archived already',
  restore: 'Restore tenant {{tenant}}',
  notArchived: '{{tenant}} is not archived',
  repair: 'Repair drift of tenant {{tenant}}',
  nothingDiffers: 'Nothing differs from what is declared',
  leftOut: '{{cluster}} is left out: {{reason}}. Repair the drift there later',
  noPolicies:
    '{{cluster}} does not serve ValidatingAdmissionPolicy: registries are not enforced there',
  // Quotas.
  askForPlan: 'Ask for the plan {{plan}} in place of {{from}} for tenant {{tenant}}',
  askedAlready: 'A request waits for a decision already',
  hasPlan: '{{tenant}} has this plan',
  approvePlan: 'Approve the plan {{plan}} for tenant {{tenant}}',
  refusePlan: 'Refuse the plan {{plan}} for tenant {{tenant}}',
  waitsNoMore: 'The request does not wait for a decision any more',
  withdraw: 'Withdraw the request of plan {{plan}} for tenant {{tenant}}',
  othersRequest: 'Only those who have asked can withdraw it',
  ownRequest: 'Somebody else has to decide on your own request',
  // What came of it.
  stopped: 'It was stopped before',
  namespaceLost: 'Its namespace could not be made',
  // Undoing.
  isArchived: 'It is archived',
  requestEnded: 'Somebody has decided on it, or it was withdrawn',
  undoArchives: 'It is archived: its members lose their rights, and its namespaces stay',
  changedBy: '{{by}} has changed it',
  holds: 'Its namespaces hold {{kinds}}',
} as const;

/** A sentence of {@link TENANT_PHRASES} with its values. */
export const sayTenant = sayer(TENANT_PHRASES);

export const isTenantPhraseCode = isCodeOf(TENANT_PHRASES);
