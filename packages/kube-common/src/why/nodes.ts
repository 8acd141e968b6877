import { formatDuration, parseTime } from '../age';
import { nodePressures } from '../columns/core/node';
import { findCondition } from '../conditions';
import type { Finding } from '../finding';
import type { KubeObject } from '../kubeObject';
import { isKind } from '../shapes/isKind';
import type { Node } from '../shapes/node';
import { advice, describe, kubectl } from './nextSteps';
import type { WhyContext } from './WhyContext';
import { conditionEvidence, fieldEvidence, finding } from './WhyContext';

function notReady(node: Node, context: WhyContext): Finding[] {
  const ready = findCondition(node.status?.conditions, 'Ready');
  if (ready === undefined || ready.status === 'True') return [];
  const since = parseTime(ready.lastTransitionTime);
  const silent = ready.status === 'Unknown';
  const duration = since === undefined ? '' : ` for ${formatDuration(context.input.now - since)}`;
  return [
    finding('node-not-ready', 'failed', {
      summary: silent
        ? `Node ${node.metadata.name} has not been heard of${duration}`
        : `Node ${node.metadata.name} is not ready${duration}: ${ready.message ?? ready.reason ?? ''}`,
      ...(silent ? { code: 'node-silent' as const } : {}),
      params: { node: node.metadata.name, reason: ready.reason ?? 'NotReady' },
      evidence: [conditionEvidence(node, ready)],
      nextSteps: [
        silent
          ? advice('check-machine', 'Check that the machine runs, and its network and kubelet')
          : advice('check-kubelet', "Read the kubelet's log on the node"),
        describe(node, 'node'),
      ],
    }),
  ];
}

function pressures(node: Node): Finding[] {
  return nodePressures(node).map(type => {
    const condition = findCondition(node.status?.conditions, type);
    return finding('node-pressure', 'warning', {
      summary: `Node ${node.metadata.name} reports ${type}: ${condition?.message ?? ''}`,
      params: { node: node.metadata.name, reason: type },
      evidence: [condition && conditionEvidence(node, condition)],
      nextSteps: [
        {
          id: 'see-node-pods',
          text: 'See what runs on the node',
          command: kubectl(
            undefined,
            'get',
            'pods',
            '--all-namespaces',
            `--field-selector=spec.nodeName=${node.metadata.name}`,
          ),
        },
        advice(
          'relieve-node',
          'Move pods away or free what is short; the kubelet evicts otherwise',
        ),
      ],
    });
  });
}

function cordoned(node: Node): Finding[] {
  if (!node.spec?.unschedulable) return [];
  return [
    finding('node-cordoned', 'info', {
      summary: `Node ${node.metadata.name} is cordoned: it takes no new pods`,
      params: { node: node.metadata.name, reason: 'SchedulingDisabled' },
      evidence: [fieldEvidence(node, 'spec.unschedulable', 'true')],
      nextSteps: [
        {
          id: 'uncordon',
          text: 'Uncordon it when the maintenance is over',
          command: kubectl(undefined, 'uncordon', node.metadata.name),
        },
      ],
    }),
  ];
}

/** What is wrong with a node, or with the node that a pod is on. */
export function explainNodes(object: KubeObject, context: WhyContext): Finding[] {
  if (isKind(object, 'Node'))
    return [...notReady(object, context), ...pressures(object), ...cordoned(object)];
  if (!isKind(object, 'Pod')) return [];
  const name = object.spec?.nodeName;
  const node = context.related('Node').find(({ metadata }) => metadata.name === name);
  if (node === undefined) return [];
  const subject = { apiVersion: 'v1', kind: 'Node', name: node.metadata.name };
  const named = { ...node, kind: 'Node' };
  return notReady(named, context).map(found => ({ ...found, subject }));
}
