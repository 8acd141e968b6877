export { auditEventSchema, MAX_AUDIT_EVENTS } from './auditEvent';
export type { AuditEvent } from './auditEvent';
export { operationContract, splitOperationName } from './OperationContract';
export type { OperationContract, OperationEffect, OperationInput } from './OperationContract';
export { OperationsClient } from './OperationsClient';
export type {
  AccessCheck,
  OperationsApi,
  OperationsClientOptions,
  ReceiptRef,
  RunOptions,
} from './OperationsClient';
export { operationRoutes } from './operationRoutes';
export { operationApprovePermission } from './permissions';
export { bulkRoute, operationRoute, receiptRoutes } from './routes';
export {
  compensationSchema,
  guardSchema,
  objectDiffSchema,
  objectInputSchema,
  operationPlanSchema,
  operationReceiptSchema,
  operationResultSchema,
  operationTargetSchema,
  phraseSchema,
  quotaEffectSchema,
} from './schemas';
export {
  isOperationPhraseCode,
  nameOfOperation,
  ofPlugin,
  operationNamed,
  OPERATION_PHRASES,
  sayOperation,
} from './operationPhrases';
export { readSentence, SERVER_SENTENCES } from './sentences/readSentence';
export type { ServerSentenceCode } from './sentences/readSentence';
export { isCodeOf, phrasesIn, sayer, sayPhrase, teller, textOf, withInner } from './phrases';
export { tellCompensation } from './tellCompensation';
export type { PhraseValues, Sentence } from './phrases';
export type {
  Compensation,
  FieldChange,
  Guard,
  ObjectDiff,
  ObjectInput,
  OperationAccess,
  OperationPlan,
  OperationReceipt,
  OperationResult,
  OperationTarget,
  Phrase,
  QuotaEffect,
  ReceiptStatus,
  Touch,
} from './types';
