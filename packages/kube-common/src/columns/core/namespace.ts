import { conditionsOf } from '../../conditions';
import { intern } from '../../intern';
import type { KubeObject } from '../../kubeObject';
import { forKind, OK, shown } from '../Projection';
import type { HealthReport } from '../Projection';

interface Namespace extends KubeObject {
  readonly status?: { readonly phase?: string };
}

/** Conditions that the namespace controller sets while something keeps a namespace from going. */
export const NAMESPACE_DELETION_FAILURES = [
  'NamespaceDeletionDiscoveryFailure',
  'NamespaceDeletionGroupVersionParsingFailure',
  'NamespaceDeletionContentFailure',
  'NamespaceFinalizersRemaining',
] as const;

function namespaceHealth(namespace: Namespace): HealthReport {
  if (namespace.status?.phase !== 'Terminating') return OK;
  const conditions = conditionsOf(namespace);
  const obstacle = NAMESPACE_DELETION_FAILURES.find(
    type => conditions.find(condition => condition.type === type)?.status === 'True',
  );
  return obstacle === undefined
    ? { health: 'progressing', reason: 'Terminating' }
    : { health: 'warning', reason: obstacle };
}

/** `v1/namespaces` */
export const namespaces = forKind<Namespace>({
  columns: [shown('status', 'Status')],
  read: namespace => ({
    ...namespaceHealth(namespace),
    cells: { status: intern(namespace.status?.phase ?? 'Active') },
  }),
});
