export { ClustersClient } from './ClustersClient';
export type {
  ClusterRequest,
  ClustersApi,
  ClustersClientOptions,
  LogsRequest,
  ObjectRequest,
  RowsRequest,
  SchemaRequest,
  SearchRequest,
  SelectedRequest,
  TopologyRequest,
} from './ClustersClient';
export { applyRowDelta } from './applyRowDelta';
export { clusterPermissions } from './permissions';
export { newClusterNameSchema } from './operations/registryOperations';
export { clustersOperations } from './operations/clustersOperations';
export { clustersRoutes } from './routes';
export { clustersOpenApi } from './clustersOpenApi';
export type {
  Amount,
  AttentionItem,
  Cluster,
  ClusterEvent,
  ClusterEventList,
  ClusterIdentity,
  ClusterList,
  ClusterObject,
  ClusterSummary,
  Failure,
  Fleet,
  IdentityList,
  KindSchema,
  LogEvent,
  LogLine,
  NodeList,
  Related,
  RelatedItem,
  Relation,
  ResourceList,
  ResourceType,
  Revision,
  RevisionList,
  RowColumn,
  RowDelta,
  RowEvent,
  RowPage,
  SearchItem,
  SearchResult,
  Selected,
  TableRow,
  Topology,
  TopologyEdge,
  TopologyNode,
  Why,
  WhyFinding,
} from './types';
export { helmReleaseRefSchema, helmStatusSchema, revealedRevisionSchema } from './helm/helmSchemas';
export type {
  HelmHistory,
  HelmRelease,
  HelmReleaseList,
  HelmReleaseRef,
  HelmRevision,
  HelmStatus,
  RevealedRevision,
} from './helm/helmSchemas';
export { clusterProbeSchema } from './registrations';
export type { ClusterProbe, Registration, RegistrationList } from './registrations';
export { PodClient } from './exec/PodClient';
export type { PodApi, PodClientOptions } from './exec/PodClient';
export { podRoutes } from './exec/podRoutes';
export type { PodAccess, PodPort, PodPorts } from './exec/podRoutes';
export {
  EXEC_CHANNEL,
  EXEC_CLOSE,
  EXEC_PROTOCOL,
  EXEC_RESUME_SECONDS,
  EXEC_TICKET_PREFIX,
  execClientMessageSchema,
  execRecordingSchema,
  execServerMessageSchema,
  execStartedSchema,
  debugContainerAddedSchema,
  execStartSchema,
  execTranscriptSchema,
  MAX_EXEC_MESSAGE,
} from './exec/execSchemas';
export type {
  ExecClientMessage,
  ExecEnd,
  ExecRecording,
  ExecServerMessage,
  ExecStart,
  ExecTranscript,
} from './exec/execSchemas';
export {
  hasKubernetesSelection,
  kubernetesSelection,
  type KubernetesSelection,
} from './entity/kubernetesSelection';
export {
  MAX_SELECTED,
  RUNNING_KINDS,
  SELECTED_KINDS,
  type SelectedKind,
} from './entity/selectedSchemas';
