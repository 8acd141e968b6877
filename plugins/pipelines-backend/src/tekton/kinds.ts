import type { ResourceId } from '@kubemate/kube-common';

const group = 'tekton.dev';

export const PIPELINE_RUNS: ResourceId = { group, version: 'v1', plural: 'pipelineruns' };
export const TASK_RUNS: ResourceId = { group, version: 'v1', plural: 'taskruns' };
export const CUSTOM_RUNS: ResourceId = { group, version: 'v1beta1', plural: 'customruns' };
export const PIPELINES: ResourceId = { group, version: 'v1', plural: 'pipelines' };
export const TASKS: ResourceId = { group, version: 'v1', plural: 'tasks' };

/** Of openshift-pipelines/manual-approval-gate. */
export const APPROVAL_TASKS: ResourceId = {
  group: 'openshift-pipelines.org',
  version: 'v1alpha1',
  plural: 'approvaltasks',
};

const triggers = { group: 'triggers.tekton.dev', version: 'v1beta1' };

export const EVENT_LISTENERS: ResourceId = { ...triggers, plural: 'eventlisteners' };
export const TRIGGERS: ResourceId = { ...triggers, plural: 'triggers' };
export const TRIGGER_BINDINGS: ResourceId = { ...triggers, plural: 'triggerbindings' };
export const CLUSTER_TRIGGER_BINDINGS: ResourceId = {
  ...{ ...triggers, plural: 'clustertriggerbindings' },
};
export const TRIGGER_TEMPLATES: ResourceId = { ...triggers, plural: 'triggertemplates' };

/** `apiVersion` of what the portal makes. */
export const API_VERSION = 'tekton.dev/v1';
