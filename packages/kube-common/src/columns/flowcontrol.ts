import { isTrue } from '../conditions';
import { internCell } from '../intern';
import type { KubeObject } from '../kubeObject';
import type { PodCondition } from '../shapes/pod';
import type { Reference } from '../shapes/reference';
import { forKind, forStaticKind, OK, shown } from './Projection';

interface FlowSchema extends KubeObject {
  readonly spec?: {
    readonly priorityLevelConfiguration?: Reference;
    readonly matchingPrecedence?: number;
    readonly distinguisherMethod?: { readonly type?: string } | null;
  };
  readonly status?: { readonly conditions?: readonly PodCondition[] };
}

const flowSchemas = forKind<FlowSchema>({
  columns: [
    shown('priorityLevel', 'Priority level'),
    shown('precedence', 'Precedence', 'number'),
    shown('distinguisher', 'Distinguisher'),
  ],
  read: ({ spec, status }) => ({
    ...(isTrue(status?.conditions, 'Dangling')
      ? { health: 'warning', reason: 'MissingPriorityLevel' }
      : OK),
    cells: {
      priorityLevel: internCell(spec?.priorityLevelConfiguration?.name),
      precedence: spec?.matchingPrecedence ?? null,
      distinguisher: internCell(spec?.distinguisherMethod?.type),
    },
  }),
});

interface PriorityLevelConfiguration extends KubeObject {
  readonly spec?: {
    readonly type?: string;
    readonly limited?: { readonly nominalConcurrencyShares?: number };
  };
}

const priorityLevels = forStaticKind<PriorityLevelConfiguration>(
  [shown('type', 'Type'), shown('shares', 'Concurrency shares', 'number')],
  ({ spec }) => ({
    type: internCell(spec?.type),
    shares: spec?.limited?.nominalConcurrencyShares ?? null,
  }),
);

/** Projections of the group `flowcontrol.apiserver.k8s.io`, by plural. */
export const flowcontrol = {
  flowschemas: flowSchemas,
  prioritylevelconfigurations: priorityLevels,
};
