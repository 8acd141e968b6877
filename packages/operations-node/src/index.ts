export { diffObjects, writtenPart } from './diffObjects';
export { defineOperation } from './OperationDefinition';
export type {
  AnyOperation,
  Done,
  Need,
  OperationContext,
  OperationDefinition,
  PlannedChange,
  Progress,
  RecoverContext,
  RunContext,
  RunOutcome,
} from './OperationDefinition';
export { Operations } from './Operations';
export type { OperationsOptions } from './Operations';
export { CutOffError, NothingDoneError } from './stopErrors';
export { PlanChangedError } from './PlanChangedError';
export { operationServices } from './operationServices';
