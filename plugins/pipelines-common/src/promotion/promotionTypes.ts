import type { z } from 'zod';
import type * as boards from './boardSchemas';
import type * as evidence from './evidenceSchemas';
import type { flowMetricsSchema, flowSchema } from './flowSchemas';
import type * as gates from './gateSchemas';
import type * as promotions from './promotionSchemas';
import type * as workloads from './workloadSchemas';

export type RunningImage = z.infer<typeof workloads.runningImageSchema>;
export type WorkloadRef = z.infer<typeof workloads.workloadRefSchema>;
export type ConfigDifference = z.infer<typeof workloads.configDifferenceSchema>;
export type Release = z.infer<typeof workloads.releaseSchema>;
export type RolloutState = (typeof workloads.ROLLOUT_STATES)[number];
export type Promotion = z.infer<typeof promotions.promotionSchema>;
export type PromotionCanary = NonNullable<Promotion['canary']>;
export type PromotionState = Promotion['state'];
export type PromotionFailure = NonNullable<Promotion['failure']>;
export type PromotionList = z.infer<typeof promotions.promotionListSchema>;
/** How an image comes to an environment, and who has chosen that. */
export type DeliveryChoice = z.infer<typeof boards.deliveryChoiceSchema>;
export type Gate = z.infer<typeof gates.gateSchema>;
/** A metric, measured and compared with its limits. */
export type MetricCheck = z.infer<typeof gates.metricCheckSchema>;
export type FreezeWindow = z.infer<typeof gates.freezeWindowSchema>;
export type ApprovalRequest = z.infer<typeof gates.approvalRequestSchema>;
export type ApprovalDecision = z.infer<typeof gates.approvalDecisionSchema>;
export type OverlayComparison = z.infer<typeof boards.overlayComparisonSchema>;
/** One environment of a component. */
export type BoardEnvironment = z.infer<typeof boards.environmentSchema>;
export type BoardTransition = z.infer<typeof boards.transitionSchema>;
export type Board = z.infer<typeof boards.boardSchema>;
export type BoardSummary = z.infer<typeof boards.boardSummarySchema>;
export type BoardList = z.infer<typeof boards.boardListSchema>;
export type Flow = z.infer<typeof flowSchema>;
export type FlowMetrics = z.infer<typeof flowMetricsSchema>;
export type SignatureRefusal = z.infer<typeof evidence.signatureRefusalSchema>;
export type ImageEvidence = z.infer<typeof evidence.imageEvidenceSchema>;
export type ImageScan = z.infer<typeof evidence.imageScanSchema>;
export type ImageTag = z.infer<typeof evidence.imageTagSchema>;
export type CodeQuality = z.infer<typeof evidence.codeQualitySchema>;
export type ComponentEvidence = z.infer<typeof evidence.componentEvidenceSchema>;
