export { systemClock } from './Clock';
export type { Clock } from './Clock';
export { startEmptyCluster } from './fleet/startEmptyCluster';
export type { EmptyCluster } from './fleet/startEmptyCluster';
export { startSandbox } from './fleet/startSandbox';
export type { RunningCluster, Sandbox, SandboxOptions } from './fleet/startSandbox';
export { createApiServer } from './apiserver/ApiServer';
export type { ApiServer, ApiServerOptions } from './apiserver/ApiServer';
export { ApiStatusError } from './apiserver/ApiStatusError';
export type {
  ExecRequest,
  ExecStreams,
  MetricsUsage,
  PodLogOptions,
  SandboxHooks,
} from './apiserver/hooks';
export type { TokenUser } from './apiserver/TokenAuthenticator';
export { FakeJenkins } from './jenkins/FakeJenkins';
export type { Activity, PastBuild } from './jenkins/FakeJenkins';
export { startSandboxJenkins } from './jenkins/startSandboxJenkins';
export type { SandboxJenkins } from './jenkins/startSandboxJenkins';
export { JenkinsServer } from './jenkins/JenkinsServer';
export type { JenkinsAccount, JenkinsServerOptions } from './jenkins/JenkinsServer';
export * as jenkinsPlans from './jenkins/plans';
export type { InputPlan, JobPlan, StageGroup, StagePlan, StepPlan } from './jenkins/plans';
export { startSandboxRegistry } from './registry/startSandboxRegistry';
export type { SandboxRegistry } from './registry/startSandboxRegistry';
