export { formatResourceId, parseResourceId, resourcePath } from './resourceId';
export type { ObjectRef, ResourceId, ResourceKind } from './resourceId';
export type { Condition, KubeObject, ObjectMeta, OwnerReference } from './kubeObject';
export type { Cell, Column, ColumnType, Health, Row } from './row';
export type { Cause, Evidence, Finding, NextStep, Phrase } from './finding';
export { formatDuration, parseTime } from './age';
export { KUBERNETES_ANNOTATIONS } from './kubernetesAnnotations';
export { CLUSTER_TOKEN_HEADER, tokenExpiresAt } from './clusterToken';
export { conditionsOf, findCondition, isTrue } from './conditions';
export { summariseEvent } from './eventSummary';
export type { EventSummary } from './eventSummary';
export { compileJsonPath } from './jsonPath';
export type { JsonPath } from './jsonPath';
export {
  formatLabelSelector,
  labelSelectorOf,
  labelSelectorOfMap,
  matchesLabels,
  parseLabelSelector,
} from './labelSelector';
export type {
  LabelRequirement,
  LabelSelector,
  LabelSelectorObject,
  ParsedLabelSelector,
} from './labelSelector';
export { gpusIn, isGpuResource, podRequest } from './podResources';
export { formatQuotaAmount, quotaEffects } from './quota/quotaEffects';
export type { QuotaEffect, QuotaReport } from './quota/quotaEffects';
export { printerColumnReader, tableColumnReader } from './printerColumns';
export type { CellReader, PrinterColumn, TableColumnDefinition } from './printerColumns';
export { projectorFor } from './projection';
export type { Projector } from './projection';
export {
  formatBytes,
  formatCores,
  formatCoresCell,
  formatCoresShort,
  parseQuantity,
} from './quantity';
export { strategicMerge, StrategicMergeError } from './strategicMerge';
export type { MergeSchema, StrategicMergeOptions } from './strategicMerge';
export { tektonPhase } from './tektonPhase';
export type { TektonPhase } from './tektonPhase';
export { explain } from './why/explain';
export { EVIDENCE_PLACES, EVIDENCE_TEXTS } from './why/phrases';
export type { EvidenceCode, PlaceCode } from './why/phrases';
export { SUMMARY_PARAMS } from './why/summaryParams';
export type { SummaryCode } from './why/summaryParams';
export { gatherWhyInput } from './why/gather';
export { whyRequests } from './why/requests';
export type {
  LogTail,
  NamedObject,
  RelatedKind,
  VolumeUsage,
  WhyAnswer,
  WhyInput,
  WhyRequest,
} from './why/WhyInput';
export { DEBUG_PROFILES } from './debugProfiles';
export type { DebugProfile } from './debugProfiles';
