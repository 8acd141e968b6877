import { findCondition } from '../conditions';
import type { Evidence, Finding, NextStep } from '../finding';
import type { KubeObject } from '../kubeObject';
import { parseQuantity } from '../quantity';
import type { ResourceQuota } from '../columns/core/limits';
import { isKind, isWorkload } from '../shapes/isKind';
import type { DaemonSet, Deployment, Job, ReplicaSet, StatefulSet } from '../shapes/workload';
import { advice, describe, kubectl } from './nextSteps';
import { missingReference, parseMissingReference } from './references';
import type { WhyContext } from './WhyContext';
import { conditionEvidence, eventEvidence, finding, say } from './WhyContext';

/** A refusal of the quota admission, taken apart. */
export interface QuotaRefusal {
  readonly quota: string;
  /** The resources that do not fit, with what was asked for, what is used and what is allowed. */
  readonly resources: readonly {
    readonly name: string;
    readonly requested: string;
    readonly used: string;
    readonly limited: string;
  }[];
  /** Resources that the quota wants stated, where that is the complaint. */
  readonly mustSpecify?: string;
}

function amounts(text: string): Map<string, string> {
  const pairs = text.split(',').map(pair => pair.trim().split('='));
  return new Map(pairs.map(([name = '', value = '']) => [name, value]));
}

const EXCEEDED = /exceeded quota: (\S+), requested: (.+?), used: (.+?), limited: (\S+)/;
const UNSTATED = /failed quota: ([^:\s]+): must specify (.+)$/m;

/** Reads `exceeded quota: team, requested: cpu=1, used: cpu=4, limited: cpu=4`. */
export function parseQuotaRefusal(message: string): QuotaRefusal | undefined {
  const [, quota, requested, used, limited] = EXCEEDED.exec(message) ?? [];
  if (quota && requested && used && limited) {
    const [usedBy, limitedTo] = [amounts(used), amounts(limited)];
    const resources = [...amounts(requested)].map(([name, amount]) => ({
      name,
      requested: amount,
      used: usedBy.get(name) ?? '',
      limited: limitedTo.get(name) ?? '',
    }));
    return { quota, resources };
  }
  const [, strict, mustSpecify] = UNSTATED.exec(message) ?? [];
  return strict && mustSpecify ? { quota: strict, resources: [], mustSpecify } : undefined;
}

function quotaSummary({ quota, resources, mustSpecify }: QuotaRefusal): string {
  if (mustSpecify) return `Quota ${quota} demands that every container states ${mustSpecify}`;
  const parts = resources.map(
    ({ name, requested, used, limited }) =>
      `${name}: ${requested} more asked for, ${used} of ${limited} used`,
  );
  return `Quota ${quota} leaves no room (${parts.join('; ')})`;
}

function quotaExceeded(
  object: KubeObject,
  refusal: QuotaRefusal,
  evidence: readonly Evidence[],
): Finding {
  const { quota, resources, mustSpecify } = refusal;
  return finding('quota-exceeded', 'failed', {
    summary: quotaSummary(refusal),
    ...(mustSpecify ? { code: 'quota-unstated' as const } : {}),
    params: {
      quota,
      resources: resources.map(({ name }) => name).join(', '),
      reason: mustSpecify ? 'MustSpecify' : 'Exceeded',
      ...(mustSpecify ? { mustSpecify } : {}),
    },
    evidence,
    nextSteps: [
      {
        id: 'see-quota',
        text: 'See what the quota allows and what uses it',
        command: kubectl(object.metadata.namespace, 'describe', 'resourcequota', quota),
      },
      mustSpecify
        ? advice(
            'set-resources',
            'Set them in the pod template, or give the namespace a LimitRange',
          )
        : advice('free-quota', 'Free some, request less, or ask for a larger quota'),
    ],
  });
}

const DENIALS: readonly (readonly [string, RegExp, NextStep])[] = [
  [
    'webhook',
    /admission webhook "([^"]+)" denied the request/,
    advice('meet-policy', 'Change the object to meet the policy, or talk to the owners of it'),
  ],
  [
    'webhook-unreachable',
    /failed calling webhook "([^"]+)"/,
    advice('repair-webhook', 'The webhook does not answer: look at the service behind it'),
  ],
  [
    'pod-security',
    /violates PodSecurity "([^"]+)"/,
    advice('meet-pod-security', 'Set the security context that the level demands'),
  ],
  [
    'policy',
    /ValidatingAdmissionPolicy '([^']+)'/,
    advice('meet-policy', 'Change the object to meet the policy, or talk to the owners of it'),
  ],
  [
    'limit-range',
    /((?:maximum|minimum) \S+ usage per \w+|\S+ max limit to request ratio)/,
    advice('meet-limit-range', 'Keep to the limit range of the namespace'),
  ],
  ['forbidden', /is forbidden: (.+)/, advice('read-refusal', 'Read the refusal')],
];

function denied(
  object: KubeObject,
  message: string,
  evidence: readonly Evidence[],
): Finding | undefined {
  for (const [reason, pattern, step] of DENIALS) {
    const by = pattern.exec(message)?.[1];
    if (by !== undefined)
      return finding('admission-denied', 'failed', {
        summary: `The API server refuses to create the pods: ${message}`,
        params: { reason, by, message },
        evidence,
        nextSteps: [step, describe(object, 'deployment')],
      });
  }
  return undefined;
}

function explainRefusal(
  object: KubeObject,
  message: string,
  evidence: readonly Evidence[],
): Finding | undefined {
  const refusal = parseQuotaRefusal(message);
  if (refusal !== undefined) return quotaExceeded(object, refusal, evidence);
  const reference = parseMissingReference(message);
  if (reference !== undefined) return missingReference(object, reference, evidence);
  return denied(object, message, evidence);
}

type Workload = Deployment | ReplicaSet | StatefulSet | DaemonSet | Job;

/** Whether the workload has fewer pods than it wants; else an old refusal is history. */
function lacksPods(object: Workload): boolean {
  if (isKind(object, 'Job') || isKind(object, 'DaemonSet')) return true;
  const { spec, status } = object;
  const updated = status && 'updatedReplicas' in status ? status.updatedReplicas : undefined;
  const wanted = spec?.replicas ?? 1;
  return Math.min(status?.replicas ?? 0, updated ?? Infinity) < wanted;
}

/** Why the API server refuses the pods of a workload: quota, policy, webhook, missing service account. */
export function explainAdmission(object: KubeObject, context: WhyContext): Finding[] {
  if (isKind(object, 'ResourceQuota')) return explainQuota(object);
  if (!isWorkload(object) || !lacksPods(object)) return [];
  const owned = context
    .related('ReplicaSet')
    .filter(({ metadata }) => metadata.ownerReferences?.some(o => o.uid === object.metadata.uid));
  const event = [
    ...context.eventsOf(object.kind, object),
    ...owned.flatMap(replicaSet => context.eventsOf('ReplicaSet', replicaSet)),
  ]
    .filter(({ reason }) => reason === 'FailedCreate')
    .sort((a, b) => b.lastSeen - a.lastSeen)[0];
  const condition = findCondition(object.status?.conditions, 'ReplicaFailure');
  const failure = condition?.status === 'True' ? condition : undefined;
  const message = failure?.message ?? event?.message;
  if (message === undefined) return [];
  const evidence = [
    event && eventEvidence(event),
    failure && conditionEvidence(object, failure),
  ].flatMap(item => item ?? []);
  return [explainRefusal(object, message, evidence) ?? []].flat();
}

function explainQuota({ metadata, status }: ResourceQuota): Finding[] {
  const full = Object.entries(status?.hard ?? {}).filter(([name, hard]) => {
    const limit = parseQuantity(hard) ?? Infinity;
    return limit > 0 && (parseQuantity(status?.used?.[name]) ?? 0) >= limit;
  });
  if (full.length === 0) return [];
  const names = full.map(([name]) => name).join(', ');
  return [
    finding('quota-exceeded', 'warning', {
      summary: `Used up: ${names}. New pods that need them are refused`,
      code: 'quota-used-up',
      params: { quota: metadata.name, resources: names, reason: 'Exhausted' },
      evidence: full.map(([name, hard]) => ({
        kind: 'field' as const,
        ...say('quota-used', { resource: name, used: status?.used?.[name] ?? 0, hard }),
        source: `ResourceQuota ${metadata.name} status`,
      })),
      nextSteps: [advice('free-quota', 'Free some, request less, or ask for a larger quota')],
    }),
  ];
}
