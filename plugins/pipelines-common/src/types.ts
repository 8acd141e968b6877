import type { z } from 'zod';
import type * as definitions from './definitionSchemas';
import type { workspaceBindingSchema } from './operations';
import type { outcomesSchema } from './outcomeSchemas';
import type { parameterSpecSchema } from './parameterSchema';
import type * as presets from './presetSchemas';
import type { runQuerySchema } from './routes';
import type * as runs from './runSchemas';
import type * as triggers from './triggerSchemas';
import type * as waiting from './waitingSchemas';

export type RunRef = z.infer<typeof runs.runRefSchema>;
export type LostReason = (typeof runs.LOST_REASONS)[number];
export type RunPhase = z.infer<typeof runs.runPhaseSchema>;
export type TaskPhase = z.infer<typeof runs.taskPhaseSchema>;
export type RunTrigger = z.infer<typeof runs.runTriggerSchema>;
export type RunSource = z.infer<typeof runs.runSourceSchema>;
/** One execution of a pipeline, as lists show it. */
export type Run = z.infer<typeof runs.runSchema>;
export type RunDetail = z.infer<typeof runs.runDetailSchema>;
export type RunGraph = z.infer<typeof runs.graphSchema>;
export type TaskNode = z.infer<typeof runs.taskNodeSchema>;
export type Step = z.infer<typeof runs.stepSchema>;
export type Value = z.infer<typeof runs.valueSchema>;
export type Artifact = z.infer<typeof runs.artifactSchema>;
export type RunFailure = z.infer<typeof runs.runFailureSchema>;
/** A step that waits for a person. */
export type RunInput = z.infer<typeof runs.runInputSchema>;
export type Trigger = z.infer<typeof triggers.triggerSchema>;
/** An EventListener of Tekton Triggers. */
export type EventListener = z.infer<typeof triggers.eventListenerSchema>;
/** What became of a delivery at one trigger. */
export type TriggerOutcome = z.infer<typeof triggers.triggerOutcomeSchema>;
export type DeliveryRefusal = z.infer<typeof triggers.deliveryRefusalSchema>;
export type HookReceipt = z.infer<typeof triggers.hookReceiptSchema>;
export type EventListenerList = z.infer<typeof triggers.eventListenerListSchema>;
/** A run that waits for a person, with who may answer. */
export type WaitingInput = z.infer<typeof waiting.waitingInputSchema>;
export type WaitingList = z.infer<typeof waiting.waitingListSchema>;
export type FailureCause = RunFailure['cause'];
/** A place that could not answer (fully), as data beside the runs of the others. */
export type PlaceFailure = z.infer<typeof runs.placeFailureSchema>;
export type RunPage = z.infer<typeof runs.runPageSchema>;
/** A query of runs as the server has read it. */
export type RunQuery = z.output<typeof runQuerySchema>;
export type RunEvent = z.infer<typeof runs.runEventSchema>;
export type RunDetailEvent = z.infer<typeof runs.runDetailEventSchema>;
export type RunLogEvent = z.infer<typeof runs.runLogEventSchema>;
export type Definition = z.infer<typeof definitions.definitionSchema>;
export type DefinitionDetail = z.infer<typeof definitions.definitionDetailSchema>;
export type DefinitionList = z.infer<typeof definitions.definitionListSchema>;
/** How the tasks of a Pipeline did in its last runs. */
export type TaskOutcomes = z.infer<typeof outcomesSchema>;
export type TaskOutcome = NonNullable<TaskOutcomes['tasks'][number]['outcomes'][number]>;
export type ParameterSpec = z.infer<typeof parameterSpecSchema>;
export type WorkspaceSpec = z.infer<typeof definitions.workspaceSpecSchema>;
export type WorkspaceBinding = z.infer<typeof workspaceBindingSchema>;
/** Values of the form that starts a run, kept under a name. */
export type RunPreset = z.infer<typeof presets.presetSchema>;
export type RunPresetList = z.infer<typeof presets.presetListSchema>;
