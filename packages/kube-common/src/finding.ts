import type { EvidenceCode, PlaceCode } from './why/phrases';
import type { SummaryCode } from './why/summaryParams';

/** What is wrong with an object, as a closed list; the browser has a title and a text for each in every language. */
export type Cause =
  | 'unschedulable'
  | 'image-pull'
  | 'crash-loop'
  | 'container-failed'
  | 'out-of-memory'
  | 'evicted'
  | 'probe-failing'
  | 'init-failing'
  | 'not-ready'
  | 'terminating-stuck'
  | 'missing-reference'
  | 'quota-exceeded'
  | 'admission-denied'
  | 'rollout-stuck'
  | 'replicas-missing'
  | 'volume-pending'
  | 'volume-full'
  | 'volume-mount'
  | 'node-not-ready'
  | 'node-pressure'
  | 'node-cordoned'
  | 'job-failed'
  | 'cronjob-suspended'
  | 'no-endpoints'
  | 'autoscaler-limited'
  | 'condition-false'
  | 'scaled-to-zero';

/** A sentence by its code, with the particulars in it, for the browser to say in the person's language. */
export interface Phrase<Code extends string = string> {
  readonly code: Code;
  readonly params: Readonly<Record<string, string | number>>;
}

/** One fact that supports a finding, quoted from the cluster, never made up. */
export interface Evidence {
  readonly kind: 'event' | 'condition' | 'field' | 'log' | 'count';
  /** The quotation: an event's or a condition's message, a field with its value, lines of a log. */
  readonly text: string;
  /** Where it stands: `Pod api-0`, `status.conditions[Ready]`, `container web (previous)`. */
  readonly source: string;
  /** What `text` is the English of; absent where it is a quotation as it stands. */
  readonly phrase?: Phrase<EvidenceCode>;
  /** What `source` is the English of; absent where it is only names. */
  readonly place?: Phrase<PlaceCode>;
  /** Epoch milliseconds. */
  readonly at?: number;
}

/** What a person can do next. */
export interface NextStep {
  /** Key of the translated sentence; `text` is that sentence in English. */
  readonly id: string;
  readonly text: string;
  /** A kubectl command that does it or shows more. */
  readonly command?: string;
}

/** One explanation of why an object is not healthy. */
export interface Finding {
  readonly cause: Cause;
  /** Key of the translated sentence where a cause has several; the cause itself otherwise. */
  readonly code?: SummaryCode;
  readonly severity: 'failed' | 'warning' | 'info';
  /** English sentence with the particulars: `0 of 6 nodes fit: 4 have too little nvidia.com/gpu, 2 are tainted`. */
  readonly summary: string;
  /** The particulars by name, for the translated sentence. */
  readonly params: Readonly<Record<string, string | number>>;
  readonly evidence: readonly Evidence[];
  readonly nextSteps: readonly NextStep[];
  /** The object at fault where it is not the one asked about. */
  readonly subject?: {
    readonly apiVersion: string;
    readonly kind: string;
    readonly namespace?: string;
    readonly name: string;
  };
}
