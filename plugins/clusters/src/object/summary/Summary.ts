import type { Health, ResourceId } from '@kubemate/kube-common';
import type { summary } from '../../translations/en/summary';

/** Names a word of the summaries: a label or a heading. */
export type SummaryKey = keyof typeof summary;

/** A value of a summary, by how it is drawn. */
export type FactValue =
  | { readonly as: 'text'; readonly text: string }
  | { readonly as: 'code'; readonly text: string }
  | { readonly as: 'time'; readonly at: number }
  | { readonly as: 'bytes' | 'cores' | 'count'; readonly amount: number }
  | { readonly as: 'list'; readonly items: readonly string[] }
  | { readonly as: 'labels'; readonly labels: Readonly<Record<string, string>> }
  | { readonly as: 'status'; readonly health: Health; readonly text: string }
  | {
      readonly as: 'object';
      readonly resource: ResourceId;
      readonly namespace?: string;
      readonly name: string;
      /** In place of the name. */
      readonly text?: string;
    };

export interface Fact {
  readonly label: SummaryKey;
  readonly value: FactValue;
}

/** Facts as label and value. */
export interface FactSection {
  readonly type: 'facts';
  readonly title: SummaryKey;
  readonly facts: readonly Fact[];
}

export interface TableSection {
  readonly type: 'table';
  readonly title: SummaryKey;
  readonly columns: readonly SummaryKey[];
  /** One value or more per column; a cell without a value is drawn as a dash. */
  readonly rows: readonly (readonly (readonly FactValue[])[])[];
}

/** Amounts of a node or a quota, each as a bar. */
export interface CapacitySection {
  readonly type: 'capacity';
  readonly title: SummaryKey;
  readonly bars: readonly {
    readonly label: string;
    readonly unit: 'bytes' | 'cores' | 'count';
    readonly allocatable: number;
    readonly requested: number;
  }[];
}

/** Values of a kind that Kubemate does not know, by their path in the object. */
export interface PathSection {
  readonly type: 'paths';
  readonly title: SummaryKey;
  readonly facts: readonly { readonly path: string; readonly value: FactValue }[];
  /** How many more there are. */
  readonly left: number;
}

export type SummarySection = FactSection | TableSection | CapacitySection | PathSection;
