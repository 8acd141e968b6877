import type { RecordFilterText } from '@kubemate/plugin-audit-common';
import { choiceParam, flagParam, listParam, textParam } from '@kubemate/ui';

export const RANGES = ['7d', '1h', '24h', '30d', 'all'] as const;

/** The search as it stands in the address. */
export const AUDIT_PARAMS = {
  text: textParam(),
  actor: listParam(),
  verb: listParam(),
  cluster: listParam(),
  namespace: listParam(),
  plugin: listParam(),
  outcome: listParam(),
  kind: listParam(),
  object: textParam(),
  range: choiceParam(RANGES),
  /** Plain reads as well, which are most of what happens and least of what matters. */
  reads: flagParam(),
  record: textParam(),
  tab: choiceParam(['records', 'findings']),
};

export interface AuditState {
  readonly text: string;
  readonly actor: readonly string[];
  readonly verb: readonly string[];
  readonly cluster: readonly string[];
  readonly namespace: readonly string[];
  readonly plugin: readonly string[];
  readonly outcome: readonly string[];
  readonly kind: readonly string[];
  readonly object: string;
  readonly range: (typeof RANGES)[number];
  readonly reads: boolean;
}

const HOUR_MS = 60 * 60_000;
const RANGE_MS: Readonly<Record<AuditState['range'], number | undefined>> = {
  '1h': HOUR_MS,
  '24h': 24 * HOUR_MS,
  '7d': 7 * 24 * HOUR_MS,
  '30d': 30 * 24 * HOUR_MS,
  all: undefined,
};

/** Steps of the range's beginning, so that the same search asks the same question for a while and the cache can answer. */
const STEP_MS = 5 * 60_000;

/** The question to the API. */
export function toFilter(state: AuditState, now: number): RecordFilterText {
  const range = RANGE_MS[state.range];
  const from = range === undefined ? undefined : Math.floor((now - range) / STEP_MS) * STEP_MS;
  return {
    ...lists(state),
    ...(state.text === '' ? {} : { text: state.text }),
    ...(state.object === '' ? {} : { object: state.object }),
    ...(state.reads || state.kind.length > 0 ? {} : { severity: ['medium', 'high'] }),
    ...(from === undefined ? {} : { from }),
  };
}

function lists(state: AuditState): RecordFilterText {
  const { actor, verb, cluster, namespace, plugin, outcome, kind } = state;
  const chosen = Object.entries({ actor, verb, cluster, namespace, plugin, outcome, kind });
  return Object.fromEntries(
    chosen
      .filter(([, values]) => values.length > 0)
      .map(([name, values]) => [name, values.join(',')]),
  );
}
