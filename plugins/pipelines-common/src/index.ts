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
export { imageAddress, parseImage } from './images/imageReference';
export type { ImageReference } from './images/imageReference';
export type { ImageLook, ImageRegistry, ImageRegistryList } from './images/imageSchemas';
export type { JobDirectory } from './jobDirectorySchema';
export { pipelinesOpenApi } from './pipelinesOpenApi';
export { pipelinesMachineRoutes, pipelinesRoutes, RUN_SORTS, runQuerySchema } from './routes';
export { ENGINES, LOST_REASONS, RUN_PHASES, runRefSchema, TRIGGER_KINDS } from './runSchemas';
export type {
  Artifact,
  Definition,
  DefinitionDetail,
  DefinitionList,
  DeliveryRefusal,
  EventListener,
  EventListenerList,
  HookReceipt,
  FailureCause,
  LostReason,
  ParameterSpec,
  PlaceFailure,
  Run,
  RunDetail,
  RunDetailEvent,
  RunEvent,
  RunFailure,
  RunGraph,
  RunInput,
  RunLogEvent,
  RunPage,
  RunPhase,
  RunPreset,
  RunPresetList,
  RunQuery,
  RunRef,
  RunSource,
  RunTrigger,
  Step,
  TaskNode,
  TaskOutcome,
  TaskOutcomes,
  TaskPhase,
  Trigger,
  TriggerOutcome,
  Value,
  WaitingInput,
  WaitingList,
  WorkspaceBinding,
  WorkspaceSpec,
} from './types';
export { isPhraseCode, PHRASES, say, sayRefusal } from './promotion/phrases';
export type { PhraseCode } from './promotion/phrases';
export { findingPhrase, isLinted, lintDefinition, referencedTasks } from './lint/lintDefinition';
export type { LintFinding, TaskInterface, TaskLookup } from './lint/LintFinding';
export { taskInterface } from './lint/taskInterface';
export { GATE_KINDS, METRIC_VERDICTS } from './promotion/gateSchemas';
export { countOutcomes, judgeFailure } from './judgeFailure';
export type { FailureJudgement, FailureVerdict, OutcomeCount } from './judgeFailure';
export { QUALITY_MEASURES, SIGNATURE_REFUSALS } from './promotion/evidenceSchemas';
export { promotionOperations } from './promotion/promotionOperations';
export { promotionPermissions } from './promotion/promotionPermissions';
export { promotionRoutes } from './promotion/promotionRoutes';
export { PROMOTION_STATES } from './promotion/promotionSchemas';
export { PromotionsClient } from './promotion/PromotionsClient';
export type {
  ApprovalsRequest,
  ComponentsRequest,
  FlowRequest,
  PromotionsApi,
  PromotionsRequest,
} from './promotion/PromotionsClient';
export type {
  ApprovalDecision,
  ApprovalRequest,
  Board,
  BoardEnvironment,
  BoardList,
  BoardSummary,
  BoardTransition,
  CodeQuality,
  ComponentEvidence,
  ConfigDifference,
  Flow,
  FlowMetrics,
  FreezeWindow,
  DeliveryChoice,
  Gate,
  MetricCheck,
  ImageEvidence,
  SignatureRefusal,
  OverlayComparison,
  ImageScan,
  ImageTag,
  Promotion,
  PromotionCanary,
  PromotionFailure,
  PromotionList,
  PromotionState,
  Release,
  RolloutState,
  RunningImage,
  WorkloadRef,
} from './promotion/promotionTypes';
