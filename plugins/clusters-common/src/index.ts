export { ClustersClient } from './ClustersClient';
export type {
  ClusterRequest,
  ClustersApi,
  ClustersClientOptions,
  DiscoveryRequest,
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
  Discovery,
  Fleet,
  IdentityList,
  KindSchema,
  LogEvent,
  LogLine,
  NodeList,
  Proposal,
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
export { DISCOVERED_KINDS, MAX_PROPOSALS } from './entity/discoverySchemas';
export {
  MAX_SELECTED,
  RUNNING_KINDS,
  SELECTED_KINDS,
  type SelectedKind,
} from './entity/selectedSchemas';
export { isObjectPhraseCode, OBJECT_PHRASES, sayObject } from './operations/phrases';
export type { ObjectPhraseCode } from './operations/phrases';
