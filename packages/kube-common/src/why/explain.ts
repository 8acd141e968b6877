import type { Cause, Finding } from '../finding';
import type { KubeObject } from '../kubeObject';
import { isKind, isWorkload } from '../shapes/isKind';
import type { Pod } from '../shapes/pod';
import { labelSelectorOf, labelSelectorOfMap, matchesLabels } from '../labelSelector';
import type { LabelSelector } from '../labelSelector';
import { explainAdmission } from './admission';
import { explainAutoscaling } from './autoscaling';
import { explainConditions } from './conditions';
import { explainContainers } from './containers';
import { explainEviction } from './evicted';
import { explainJobs } from './jobs';
import { explainNodes } from './nodes';
import { explainRollout } from './rollout';
import { explainScheduling } from './scheduling';
import { explainServices } from './services';
import { explainTerminating } from './terminating';
import { explainVolumes } from './volumes';
import { say, whyContext } from './WhyContext';
import type { Explainer, WhyContext } from './WhyContext';
import type { WhyInput } from './WhyInput';

const FAMILIES: readonly Explainer[] = [
  explainTerminating,
  explainAdmission,
  explainScheduling,
  explainEviction,
  explainContainers,
  explainVolumes,
  explainNodes,
  explainJobs,
  explainServices,
  explainAutoscaling,
  explainRollout,
  explainConditions,
];

/** The root causes before what follows from them: `replicas-missing` is true of nearly everything that fails. */
const RANK: readonly Cause[] = [
  'missing-reference',
  'quota-exceeded',
  'admission-denied',
  'node-not-ready',
  'volume-full',
  'out-of-memory',
  'image-pull',
  'volume-mount',
  'volume-pending',
  'evicted',
  'init-failing',
  'probe-failing',
  'crash-loop',
  'container-failed',
  'unschedulable',
  'node-pressure',
  'autoscaler-limited',
  'terminating-stuck',
  'job-failed',
  'no-endpoints',
  'rollout-stuck',
  'condition-false',
  'not-ready',
  'replicas-missing',
  'node-cordoned',
  'cronjob-suspended',
  'scaled-to-zero',
];

function rank({ cause, severity }: Finding): number {
  return RANK.indexOf(cause) + (severity === 'info' ? RANK.length : 0);
}

function explainOne(object: KubeObject, context: WhyContext): Finding[] {
  return FAMILIES.flatMap(explainFamily => explainFamily(object, context));
}

/** The selector of the pods whose troubles are the object's own. */
function podSelector(object: KubeObject): LabelSelector | undefined {
  if (isWorkload(object)) return labelSelectorOf(object.spec?.selector);
  return isKind(object, 'Service') ? labelSelectorOfMap(object.spec?.selector) : undefined;
}

function podsOf(object: KubeObject, context: WhyContext): readonly Pod[] {
  const pods = context.related('Pod');
  // The pods of a cron job were read for its newest job already.
  if (object.kind === 'CronJob') return pods;
  const selector = podSelector(object);
  if (selector === undefined || selector.length === 0) return [];
  return pods.filter(
    ({ metadata }) =>
      metadata.namespace === object.metadata.namespace && matchesLabels(selector, metadata.labels),
  );
}

interface Group {
  readonly first: Finding;
  readonly pod: Pod;
  readonly pods: Set<string>;
}

function groupKey({ cause, params, subject }: Finding): string {
  const { container = '', reason = '', name = '', key = '' } = params;
  return [cause, container, reason, name, key, subject?.kind ?? ''].join('\n');
}

function rolledUp({ first, pod, pods }: Group, total: number): Finding {
  const count = pods.size;
  return {
    ...first,
    summary: total === 1 ? first.summary : `${count} of ${total} pods: ${first.summary}`,
    params: { ...first.params, pods: count, totalPods: total },
    evidence: [
      ...first.evidence,
      {
        kind: 'count',
        ...say('pods-affected', { pods: count, total }),
        source: [...pods].slice(0, 5).join(', '),
      },
    ],
    subject: first.subject ?? {
      apiVersion: 'v1',
      kind: 'Pod',
      namespace: pod.metadata.namespace,
      name: pod.metadata.name,
    },
  };
}

/** The findings of the pods of a workload, one for each trouble however many pods have it. */
function explainPods(object: KubeObject, context: WhyContext): Finding[] {
  const pods = podsOf(object, context);
  const groups = new Map<string, Group>();
  for (const pod of pods) {
    for (const found of explainOne({ ...pod, kind: 'Pod' }, context)) {
      const key = groupKey(found);
      const group = groups.get(key);
      if (group === undefined)
        groups.set(key, { first: found, pod, pods: new Set([pod.metadata.name]) });
      else {
        group.pods.add(pod.metadata.name);
        // A pod whose log was read explains more than one whose log was not.
        if (found.evidence.length > group.first.evidence.length)
          groups.set(key, { ...group, first: found, pod });
      }
    }
  }
  return [...groups.values()].map(group => rolledUp(group, pods.length));
}

function withoutRepeats(findings: readonly Finding[]): Finding[] {
  const byText = new Map<string, Finding>();
  for (const found of findings) {
    const { name = '', kind = '', key = '' } = found.params;
    const text = found.cause === 'missing-reference' ? `${kind}/${name}/${key}` : found.summary;
    const id = `${found.cause}\n${text}`;
    if (!byText.has(id)) byText.set(id, found);
  }
  return [...byText.values()];
}

/**
 * Why an object is not healthy: every cause that the input proves, root causes first, each with what proves it and what
 * to do. Empty where nothing is wrong, or where the input does not say.
 */
export function explain(input: WhyInput): Finding[] {
  const context = whyContext(input);
  const { object } = input;
  const findings = [...explainOne(object, context), ...explainPods(object, context)];
  return withoutRepeats(findings.sort((a, b) => rank(a) - rank(b)));
}
