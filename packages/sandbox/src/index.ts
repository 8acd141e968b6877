export { systemClock } from './Clock';
export type { Clock } from './Clock';
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
