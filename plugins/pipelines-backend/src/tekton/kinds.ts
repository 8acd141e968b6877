import type { ResourceId } from '@kubemate/kube-common';

const group = 'tekton.dev';

export const PIPELINE_RUNS: ResourceId = { group, version: 'v1', plural: 'pipelineruns' };
export const TASK_RUNS: ResourceId = { group, version: 'v1', plural: 'taskruns' };
export const CUSTOM_RUNS: ResourceId = { group, version: 'v1beta1', plural: 'customruns' };
export const PIPELINES: ResourceId = { group, version: 'v1', plural: 'pipelines' };
export const TASKS: ResourceId = { group, version: 'v1', plural: 'tasks' };

/** `apiVersion` of what the portal makes. */
export const API_VERSION = 'tekton.dev/v1';
