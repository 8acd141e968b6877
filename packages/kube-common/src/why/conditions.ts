import { conditionsOf } from '../conditions';
import { FAILURE_CONDITIONS, SUMMARY_CONDITIONS } from '../customHealth';
import type { Finding } from '../finding';
import type { Condition, KubeObject } from '../kubeObject';
import { describe } from './nextSteps';
import { conditionEvidence, finding } from './WhyContext';

/** Kinds whose conditions the other families read, and name better. */
const EXPLAINED = new Set([
  'Pod',
  'Node',
  'Deployment',
  'ReplicaSet',
  'StatefulSet',
  'DaemonSet',
  'Job',
  'CronJob',
  'Namespace',
  'Service',
  'PersistentVolumeClaim',
  'HorizontalPodAutoscaler',
]);

const SUMMARY: readonly string[] = [...SUMMARY_CONDITIONS, 'ResolvedRefs', 'NamesAccepted'];
const FAILURE: readonly string[] = [
  ...FAILURE_CONDITIONS,
  'NonStructuralSchema',
  'Conflicted',
  'Dangling',
];

function isBad({ type, status }: Condition): boolean {
  return SUMMARY.includes(type) ? status === 'False' : FAILURE.includes(type) && status === 'True';
}

const NO_METADATA = { name: '', uid: '', resourceVersion: '', creationTimestamp: '' };

/** A route reports per gateway: `status.parents[].conditions`. */
function parentConditions({ status }: KubeObject): Condition[] {
  if (typeof status !== 'object' || status === null || !('parents' in status)) return [];
  const { parents } = status;
  if (!Array.isArray(parents)) return [];
  return parents.flatMap(parent =>
    conditionsOf({ apiVersion: '', kind: '', metadata: NO_METADATA, status: parent }),
  );
}

/** What a custom resource says of itself by its conditions, the most telling first. */
export function explainConditions(object: KubeObject): Finding[] {
  if (EXPLAINED.has(object.kind)) return [];
  const order = [...FAILURE, ...SUMMARY];
  return [...conditionsOf(object), ...parentConditions(object)]
    .filter(isBad)
    .sort((a, b) => order.indexOf(a.type) - order.indexOf(b.type))
    .map(condition => {
      const { type, reason = '', message = '' } = condition;
      const state = condition.status === 'False' ? `not ${type}` : type;
      return finding('condition-false', FAILURE.includes(type) ? 'failed' : 'warning', {
        summary: `${object.kind} is ${state}: ${message || reason || 'no reason given'}`,
        ...(reason ? {} : { code: 'condition-unexplained' as const }),
        params: { condition: type, reason },
        evidence: [conditionEvidence(object, condition)],
        nextSteps: [describe(object)],
      });
    });
}
