import type { z } from 'zod';
import type * as schemas from './schemas';

/** A sentence by code and values, with its English text. */
export type Phrase = z.infer<typeof schemas.phraseSchema>;
export type OperationTarget = z.infer<typeof schemas.operationTargetSchema>;
export type ObjectInput = z.infer<typeof schemas.objectInputSchema>;
export type Touch = z.infer<typeof schemas.touchSchema>;
export type FieldChange = z.infer<typeof schemas.fieldChangeSchema>;
export type ObjectDiff = z.infer<typeof schemas.objectDiffSchema>;
/** What a plan takes of one resource of a quota. */
export type QuotaEffect = z.infer<typeof schemas.quotaEffectSchema>;
export type Guard = z.infer<typeof schemas.guardSchema>;
/** What an operation would do, asked for with `?plan=true`. Nothing has changed. */
export type OperationPlan = z.infer<typeof schemas.operationPlanSchema>;
export type OperationAccess = z.infer<typeof schemas.operationAccessSchema>;
/** What became of one object of an operation. */
export type OperationResult = z.infer<typeof schemas.operationResultSchema>;
export type Compensation = z.infer<typeof schemas.compensationSchema>;
/** The record of one operation as its caller may read it; also what a run answers. */
export type OperationReceipt = z.infer<typeof schemas.operationReceiptSchema>;
export type ReceiptStatus = OperationReceipt['status'];
