export type {
  Access,
  AccessAnswer,
  ClusterFailure,
  ClusterState,
  KubeService,
  LogEvent,
  LogLine,
  LogRequest,
  RowDelta,
  RowEvent,
  RowFacets,
  RowPage,
  RowQuery,
  Viewer,
  ViewerResource,
} from './KubeService';
export type {
  CreateWrite,
  DeleteWrite,
  FieldValidation,
  KubeWrite,
  PatchWrite,
  ReplaceWrite,
  WriteOptions,
  WriteResult,
} from './KubeWrite';
export {
  FieldConflictError,
  InvalidObjectError,
  OutcomeUnknownError,
  TooManyRequestsError,
} from './writeErrors';
export type { FieldConflict, FieldProblem } from './writeErrors';
export { batchLogEvents } from './logs/batchLogEvents';
export type { LogBatch } from './logs/batchLogEvents';
export { addDebugContainer } from './exec/addDebugContainer';
export type { DebugContainerRequest } from './exec/addDebugContainer';
export type { ExecEnd, ExecOutput, ExecRequest, ExecSession, ExecSize } from './exec/ExecSession';
export { getIfThere } from './queries/getIfThere';
export { systemClock } from './reflector/Clock';
export type { Clock } from './reflector/Clock';
export { isLoopbackHost, listenHostOf } from './config/loopback';
export { createKubeService } from './createKubeService';
export type { ClosableKubeService, ExtraCluster, KubeServiceOptions } from './createKubeService';
export {
  clusterRegistrarRef,
  kubeServiceFactory,
  kubeServiceRef,
  portalReaderRef,
  serviceAccountsRef,
} from './kubeServiceRef';
export type { AccountKube, ServiceAccountRef, ServiceAccounts } from './accounts/ServiceAccounts';
export type { PortalReader, PortalRows } from './portal/PortalReader';
export type { KubeServiceAdditions } from './kubeServiceRef';
export type {
  ClusterCandidate,
  ClusterRefusal,
  ClusterRegistrar,
  ClusterSource,
} from './registration/ClusterRegistrar';
export { AddressGuard } from './registration/AddressGuard';
export type { ClusterProbe } from './registration/probeCluster';
export type { ClusterCredential, RegisteredCluster } from './registration/RegisteredCluster';
