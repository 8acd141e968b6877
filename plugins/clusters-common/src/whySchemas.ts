import type { Cause, EvidenceCode, PlaceCode, SummaryCode } from '@kubemate/kube-common';
import { z } from 'zod';
import { HEALTHS } from './schemas';

const particularsSchema = z.record(z.string(), z.union([z.string(), z.number()]));

/** A sentence by its code, with the particulars in it, for a page to say in another language. */
function phraseSchema<Code extends string>() {
  return z.object({
    code: z.string().transform(code => code as Code),
    params: particularsSchema,
  });
}

export const evidenceSchema = z.object({
  kind: z.enum(['event', 'condition', 'field', 'log', 'count']),
  text: z.string(),
  source: z.string(),
  /** What `text` is the English of; absent where it is a quotation. */
  phrase: phraseSchema<EvidenceCode>().optional(),
  /** What `source` is the English of; absent where it is only names. */
  place: phraseSchema<PlaceCode>().optional(),
  at: z.number().optional(),
});

export const findingSchema = z.object({
  cause: z.string().transform(cause => cause as Cause),
  /** Which of the sentences of the cause `summary` is, where it has several. */
  code: z
    .string()
    .transform(code => code as SummaryCode)
    .optional(),
  severity: z.enum(['failed', 'warning', 'info']),
  summary: z.string(),
  params: particularsSchema,
  evidence: z.array(evidenceSchema),
  nextSteps: z.array(
    z.object({ id: z.string(), text: z.string(), command: z.string().optional() }),
  ),
  subject: z
    .object({
      apiVersion: z.string(),
      kind: z.string(),
      namespace: z.string().optional(),
      name: z.string(),
    })
    .optional(),
});

export const whySchema = z.object({
  health: z.enum(HEALTHS),
  /** Most likely cause first; empty where nothing is wrong. */
  findings: z.array(findingSchema),
  /** What could not be looked at and why, such as events the caller may not list. */
  gaps: z.array(z.string()),
  asOf: z.number(),
});
