import { findCondition } from '../conditions';
import type { Finding } from '../finding';
import type { KubeObject } from '../kubeObject';
import { isKind } from '../shapes/isKind';
import { advice, describe } from './nextSteps';
import type { SummaryCode } from './summaryParams';
import { conditionEvidence, fieldEvidence, finding } from './WhyContext';

const DISRUPTIONS = {
  PreemptionByScheduler: 'a pod of higher priority needed the room',
  DeletionByTaintManager: 'its node got a taint that it does not tolerate',
  EvictionByEvictionAPI: 'it was evicted through the API, as a node drain does',
  TerminationByKubelet: 'its node was short of resources or shut down',
  DeletionByPodGC: 'its node is gone',
} as const;

const SHORTAGE = /low on resource: (\S+?)\.|exceeds the total limit of|local ephemeral storage/i;

function isKnown(reason: string): reason is keyof typeof DISRUPTIONS {
  return Object.hasOwn(DISRUPTIONS, reason);
}

function saidOf(reason: string): string | undefined {
  return isKnown(reason) ? DISRUPTIONS[reason] : undefined;
}

function codeOf(pod: { evicted: boolean; message: string; disruption: string }): SummaryCode {
  if (!pod.evicted) return 'pod-ended';
  return pod.message === '' && isKnown(pod.disruption) ? `evicted-${pod.disruption}` : 'evicted';
}

/** Why a pod was taken off its node. */
export function explainEviction(object: KubeObject): Finding[] {
  if (!isKind(object, 'Pod')) return [];
  const pod = object;
  const { phase, reason = '', message = '', conditions } = pod.status ?? {};
  const disruption = findCondition(conditions, 'DisruptionTarget');
  const disrupted = disruption?.status === 'True';
  if (phase !== 'Failed' || (reason === '' && !disrupted)) return [];
  const short = SHORTAGE.exec(message)?.[1];
  const why = message || saidOf(disruption?.reason ?? '') || disruption?.message || reason;
  const evicted =
    disrupted || ['Evicted', 'Preempted', 'NodeShutdown', 'Terminated'].includes(reason);
  return [
    finding(evicted ? 'evicted' : 'container-failed', 'failed', {
      summary: evicted
        ? `The pod was taken off its node: ${why}`
        : `The node ended the pod (${reason}): ${why}`,
      code: codeOf({ evicted, message, disruption: disruption?.reason ?? '' }),
      params: {
        reason: reason || (disruption?.reason ?? ''),
        resource: short ?? '',
        message: why,
      },
      evidence: [
        message ? fieldEvidence(pod, 'status.message', message) : undefined,
        disruption && disrupted ? conditionEvidence(pod, disruption) : undefined,
      ],
      nextSteps: [
        ...(short
          ? [advice('request-resource', `Request the ${short} that the pod really uses`)]
          : []),
        describe(pod),
      ],
    }),
  ];
}
