export { CANCEL_MODES, pipelineOperations } from './operations';
export { pipelinePermissions } from './permissions';
export { PipelinesClient } from './PipelinesClient';
export type {
  DefinitionRef,
  DefinitionsRequest,
  PipelinesApi,
  RunLogsRequest,
  RunsRequest,
} from './PipelinesClient';
export { pipelinesOpenApi } from './pipelinesOpenApi';
export { pipelinesRoutes, RUN_SORTS } from './routes';
export { RUN_PHASES, runRefSchema, TRIGGER_KINDS } from './runSchemas';
export type {
  Artifact,
  Definition,
  DefinitionDetail,
  DefinitionList,
  FailureCause,
  ParameterSpec,
  PlaceFailure,
  Run,
  RunDetail,
  RunDetailEvent,
  RunEvent,
  RunFailure,
  RunGraph,
  RunLogEvent,
  RunPage,
  RunPhase,
  RunQuery,
  RunRef,
  RunSource,
  RunTrigger,
  Step,
  TaskNode,
  TaskPhase,
  Value,
  WorkspaceBinding,
  WorkspaceSpec,
} from './types';
