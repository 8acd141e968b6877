import { findCondition } from '../conditions';
import type { Finding } from '../finding';
import type { KubeObject } from '../kubeObject';
import { podRequest } from '../podResources';
import { formatBytes, formatCores } from '../quantity';
import { isKind } from '../shapes/isKind';
import type { Pod } from '../shapes/pod';
import { advice, describe, kubectl } from './nextSteps';
import type { Evidence, NextStep } from '../finding';
import { missingReference, parseMissingReference } from './references';
import type { WhyContext } from './WhyContext';
import { conditionEvidence, eventEvidence, fieldEvidence, fieldSaid, finding } from './WhyContext';

/** Why some nodes cannot take a pod. */
export interface SchedulingReason {
  readonly nodes: number;
  /** The scheduler's words: `Insufficient nvidia.com/gpu`. */
  readonly reason: string;
}

export interface SchedulingFailure {
  readonly nodes: number;
  /** Largest group of nodes first. */
  readonly reasons: readonly SchedulingReason[];
  /** What the scheduler said before it looked at single nodes. */
  readonly general?: string;
  /** What it said about making room. */
  readonly preemption?: string;
}

// A sentence ends at a dot before white space or the end; the dot of `nvidia.com/gpu` is neither.
const MESSAGE = /^0\/(\d+) nodes are available: ([\s\S]*?)(?:\.(?:\s+([\s\S]*))?)?$/;

/** Reads `0/6 nodes are available: 3 Insufficient cpu, 2 node(s) had untolerated taint {…}. preemption: …`. */
export function parseSchedulingMessage(message: string): SchedulingFailure | undefined {
  const [, total, body, rest] = MESSAGE.exec(message.trim()) ?? [];
  if (total === undefined || body === undefined) return undefined;
  const reasons: SchedulingReason[] = [];
  const general: string[] = [];
  for (const part of body.split(/, (?=\d+ )/)) {
    const [, count, reason] = /^(\d+) ([\s\S]+)$/.exec(part.trim()) ?? [];
    if (count !== undefined && reason !== undefined) reasons.push({ nodes: Number(count), reason });
    else if (part.trim() !== '') general.push(part.trim());
  }
  reasons.sort((a, b) => b.nodes - a.nodes);
  const preemption = rest?.replace(/^preemption: /, '').replace(/\.$/, '');
  return {
    nodes: Number(total),
    reasons,
    ...(general.length > 0 ? { general: general.join(', ') } : {}),
    ...(preemption ? { preemption } : {}),
  };
}

const PHRASES: readonly (readonly [RegExp, (match: RegExpExecArray) => string])[] = [
  [/^Insufficient (\S+)$/, m => `too little ${m[1]}`],
  [/^Too many pods$/, () => 'as many pods as allowed'],
  [/untolerated taint(?:\(s\))? ?\{(.+)\}/, m => `a taint it does not tolerate (${m[1]?.trim()})`],
  [/untolerated taint|taints that the pod didn't tolerate/, () => 'a taint it does not tolerate'],
  [/were unschedulable/, () => 'been cordoned'],
  [/node affinity\/selector|node selector/, () => 'other labels than it selects'],
  [/anti-affinity/, () => 'pods it must not run beside'],
  [/pod affinity/, () => 'no pod it must run beside'],
  [/topology spread/, () => 'too many of its pods for its spread constraint'],
  [/free ports/, () => 'its host port taken'],
  [
    /volume node affinity|PersistentVolume's node affinity|volume zone/,
    () => 'no access to its volume',
  ],
  [/persistent volumes to bind/, () => 'no volume that its claim could bind'],
  [/max volume count/, () => 'as many volumes as they may attach'],
  [/enough free storage/, () => 'too little free storage'],
];

function phrase(reason: string): string {
  for (const [pattern, say] of PHRASES) {
    const match = pattern.exec(reason);
    if (match) return say(match);
  }
  return `"${reason}"`;
}

function summarise({ nodes, reasons, general }: SchedulingFailure): string {
  if (nodes === 0) return 'The cluster has no nodes';
  const parts = reasons.map(({ nodes: count, reason }) => `${count} have ${phrase(reason)}`);
  const why = [general, ...parts].filter(Boolean).join(', ');
  return `0 of ${nodes} nodes fit: ${why}`;
}

function requestsOf(pod: Pod): Evidence {
  const gpus = podRequest(pod.spec, 'gpu');
  const cpu = formatCores(podRequest(pod.spec, 'cpu'));
  const memory = formatBytes(podRequest(pod.spec, 'memory'));
  return gpus > 0
    ? fieldSaid(pod, 'requests-gpu', { cpu, memory, gpus })
    : fieldSaid(pod, 'requests', { cpu, memory });
}

function stepsFor({ reasons, general = '' }: SchedulingFailure, pod: Pod): NextStep[] {
  const said = [general, ...reasons.map(({ reason }) => reason)].join('\n');
  const steps: NextStep[] = [];
  const resource = /Insufficient (\S+)/.exec(said)?.[1];
  if (resource) {
    steps.push(
      advice('lower-request', `Request less ${resource}, free some, or add nodes that have it`),
      {
        id: 'see-allocated',
        text: 'See what the nodes have given away',
        command: kubectl(undefined, 'describe', 'nodes'),
      },
    );
  }
  if (/taint/.test(said))
    steps.push(advice('tolerate-taint', 'Add a toleration if the pod is meant for tainted nodes'));
  if (/affinity|selector|spread/.test(said))
    steps.push(advice('check-placement', "Compare the pod's affinity and selector with the nodes"));
  if (/were unschedulable/.test(said))
    steps.push(advice('uncordon', 'Uncordon nodes whose maintenance is over'));
  if (/PersistentVolume|volume/.test(said))
    steps.push({
      id: 'see-claims',
      text: "See the pod's volume claims",
      command: kubectl(pod.metadata.namespace, 'get', 'pvc'),
    });
  return [...steps, describe(pod)];
}

function gated(pod: Pod): Finding {
  const gates = pod.spec?.schedulingGates?.map(({ name }) => name).join(', ') ?? '';
  return finding('unschedulable', 'info', {
    summary: `Scheduling is held back on purpose until these gates are lifted: ${gates}`,
    code: 'scheduling-gated',
    params: { reason: 'SchedulingGated', gates },
    evidence: [fieldEvidence(pod, 'spec.schedulingGates', gates)],
    nextSteps: [advice('lift-gates', 'Look at the controller that set the gates, such as a queue')],
  });
}

/** Why no node takes a pod. */
export function explainScheduling(object: KubeObject, context: WhyContext): Finding[] {
  if (!isKind(object, 'Pod')) return [];
  const pod = object;
  const condition = findCondition(pod.status?.conditions, 'PodScheduled');
  if (condition?.reason === 'SchedulingGated') return [gated(pod)];
  if (pod.spec?.nodeName || pod.metadata.deletionTimestamp) return [];
  const event = context.eventsOf('Pod', pod).find(({ reason }) => reason === 'FailedScheduling');
  const message = condition?.message ?? event?.message;
  if (message === undefined || (condition !== undefined && condition.status !== 'False')) return [];
  const evidence = [
    condition && conditionEvidence(pod, condition),
    event && eventEvidence(event),
    requestsOf(pod),
  ];
  const reference = parseMissingReference(message);
  if (reference !== undefined)
    return [
      missingReference(
        pod,
        reference,
        evidence.flatMap(item => item ?? []),
      ),
    ];
  const failure = parseSchedulingMessage(message);
  const counts = failure?.reasons.map(({ nodes, reason }) => `${nodes} ${reason}`).join('; ');
  return [
    finding('unschedulable', 'warning', {
      summary: failure ? summarise(failure) : message,
      ...(failure?.nodes ? {} : { code: 'unschedulable-said' as const }),
      params: {
        nodes: failure?.nodes ?? 0,
        reasons: counts || failure?.general || message,
        reason: failure?.reasons[0]?.reason ?? condition?.reason ?? 'Unschedulable',
      },
      evidence: evidence.filter(
        // The event repeats the condition word for word; once is enough.
        item => item !== undefined && !(condition && item.kind === 'event'),
      ),
      nextSteps: failure ? stepsFor(failure, pod) : [describe(pod)],
    }),
  ];
}
