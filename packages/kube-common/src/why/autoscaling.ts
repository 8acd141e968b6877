import { metricText } from '../columns/autoscaling';
import { findCondition } from '../conditions';
import type { Finding } from '../finding';
import type { KubeObject } from '../kubeObject';
import type { HorizontalPodAutoscaler } from '../shapes/autoscaler';
import { isKind } from '../shapes/isKind';
import type { PodCondition } from '../shapes/pod';
import { advice, kubectl } from './nextSteps';
import type { WhyContext } from './WhyContext';
import { conditionEvidence, fieldSaid, finding } from './WhyContext';

function blind(autoscaler: HorizontalPodAutoscaler, condition: PodCondition): Finding {
  const metrics = /Metric/.test(condition.reason ?? '');
  const { namespace, name } = autoscaler.metadata;
  return finding('autoscaler-limited', 'failed', {
    summary: metrics
      ? `The autoscaler has no metrics and does nothing: ${condition.message ?? ''}`
      : `The autoscaler cannot scale: ${condition.message ?? condition.reason ?? ''}`,
    code: metrics ? 'autoscaler-blind' : 'autoscaler-unable',
    params: {
      autoscaler: name,
      reason: condition.reason ?? condition.type,
      message: condition.message ?? condition.reason ?? '',
    },
    evidence: [conditionEvidence(autoscaler, condition)],
    nextSteps: metrics
      ? [
          {
            id: 'check-metrics',
            text: 'Check that the metrics API answers',
            command: kubectl(namespace, 'top', 'pods'),
          },
          advice('set-requests', 'Usage in percent needs a request on every container'),
        ]
      : [advice('check-target', 'Check that the target exists and has a scale subresource')],
  });
}

function limited(autoscaler: HorizontalPodAutoscaler, condition: PodCondition): Finding {
  const { spec, status } = autoscaler;
  const maximum = spec?.maxReplicas ?? 0;
  const metrics = spec?.metrics?.map((metric, at) =>
    metricText(metric, status?.currentMetrics?.[at]),
  );
  return finding('autoscaler-limited', 'warning', {
    summary: `The autoscaler wants more than its maximum of ${maximum} pods`,
    params: {
      autoscaler: autoscaler.metadata.name,
      maximum,
      reason: condition.reason ?? 'TooManyReplicas',
    },
    evidence: [
      conditionEvidence(autoscaler, condition),
      metrics && fieldSaid(autoscaler, 'metrics', { value: metrics.join(', ') }),
    ],
    nextSteps: [
      advice(
        'raise-maximum',
        'Raise maxReplicas if the cluster has room, or make each pod do more',
      ),
    ],
  });
}

function explainAutoscaler(autoscaler: HorizontalPodAutoscaler): Finding[] {
  const conditions = autoscaler.status?.conditions;
  const broken = ['AbleToScale', 'ScalingActive']
    .map(type => findCondition(conditions, type))
    .find(condition => condition?.status === 'False' && condition.reason !== 'ScalingDisabled');
  if (broken !== undefined) return [blind(autoscaler, broken)];
  const limit = findCondition(conditions, 'ScalingLimited');
  return limit?.status === 'True' && limit.reason === 'TooManyReplicas'
    ? [limited(autoscaler, limit)]
    : [];
}

/** Why an autoscaler, or the one of a workload, does not do what it should. */
export function explainAutoscaling(object: KubeObject, context: WhyContext): Finding[] {
  if (isKind(object, 'HorizontalPodAutoscaler')) return explainAutoscaler(object);
  return context
    .related('HorizontalPodAutoscaler')
    .filter(({ metadata, spec }) => {
      const target = spec?.scaleTargetRef;
      const sameNamespace = metadata.namespace === object.metadata.namespace;
      return sameNamespace && target?.kind === object.kind && target.name === object.metadata.name;
    })
    .flatMap(autoscaler =>
      explainAutoscaler({ ...autoscaler, kind: 'HorizontalPodAutoscaler' }).map(found => ({
        ...found,
        subject: {
          apiVersion: 'autoscaling/v2',
          kind: 'HorizontalPodAutoscaler',
          namespace: autoscaler.metadata.namespace,
          name: autoscaler.metadata.name,
        },
      })),
    );
}
