import type { Fields } from '../Fields';
import { code, count, facts, fromMap, fromText, status, table, text } from './facts';
import type { SummarySection } from './Summary';

function rolesOf(node: Fields): readonly string[] {
  const prefix = 'node-role.kubernetes.io/';
  return node
    .at('metadata', 'labels')
    .entries.flatMap(([key]) => (key.startsWith(prefix) ? [key.slice(prefix.length)] : []));
}

function unitOf(resource: string): 'bytes' | 'cores' | 'count' {
  if (resource === 'cpu') return 'cores';
  return resource === 'memory' || resource.includes('storage') || resource.startsWith('hugepages')
    ? 'bytes'
    : 'count';
}

export function summariseNode(node: Fields): readonly SummarySection[] {
  const info = node.at('status', 'nodeInfo');
  const amount = (field: Fields, resource: string) => {
    const value = field.quantity;
    if (value === undefined) return undefined;
    const unit = unitOf(resource);
    return unit === 'count' ? count(value) : { as: unit, amount: value };
  };
  return [
    facts('node', [
      ['roles', rolesOf(node).length === 0 ? undefined : { as: 'list', items: rolesOf(node) }],
      [
        'scheduling',
        node.at('spec', 'unschedulable').flag ? status('warning', 'SchedulingDisabled') : undefined,
      ],
      ['kubelet', fromText(info.at('kubeletVersion'))],
      ['osImage', fromText(info.at('osImage'))],
      ['kernel', fromText(info.at('kernelVersion'))],
      ['runtime', fromText(info.at('containerRuntimeVersion'))],
      ['architecture', fromText(info.at('architecture'))],
      [
        'addresses',
        {
          as: 'list',
          items: node
            .at('status', 'addresses')
            .items.map(
              address => `${address.at('type').text ?? ''} ${address.at('address').text ?? ''}`,
            ),
        },
      ],
    ]),
    table(
      'capacity',
      ['resource', 'allocatable', 'capacity'],
      node
        .at('status', 'capacity')
        .entries.map(([name, value]) => [
          code(name),
          amount(node.at('status', 'allocatable', name), name),
          amount(value, name),
        ]),
    ),
    table(
      'taints',
      ['key', 'value', 'effect'],
      node
        .at('spec', 'taints')
        .items.map(taint => [
          code(taint.at('key').text ?? ''),
          fromText(taint.at('value')),
          fromText(taint.at('effect')),
        ]),
    ),
  ];
}

export function summariseQuota(quota: Fields): readonly SummarySection[] {
  const hard = quota.at('status', 'hard').exists
    ? quota.at('status', 'hard')
    : quota.at('spec', 'hard');
  return [
    {
      type: 'capacity',
      title: 'quota',
      bars: hard.entries.map(([name, limit]) => ({
        label: name,
        unit: unitOf(name.replace(/^(requests|limits)\./, '')),
        allocatable: limit.quantity ?? 0,
        requested: quota.at('status', 'used', name).quantity ?? 0,
      })),
    },
  ];
}

export function summariseNamespace(namespace: Fields): readonly SummarySection[] {
  const phase = namespace.at('status', 'phase').text;
  return [
    facts('namespace', [
      [
        'phase',
        phase === undefined ? undefined : status(phase === 'Active' ? 'ok' : 'progressing', phase),
      ],
    ]),
  ];
}

export function summariseRole(role: Fields): readonly SummarySection[] {
  return [
    facts('role', [['aggregates', fromMap(role.at('aggregationRule', 'clusterRoleSelectors'))]]),
    table(
      'rules',
      ['resources', 'verbs', 'apiGroups', 'names'],
      role
        .at('rules')
        .items.map(rule => [
          [...rule.at('resources').texts, ...rule.at('nonResourceURLs').texts].map(code),
          text(rule.at('verbs').texts.join(', ')),
          rule.at('apiGroups').items.map(group => code(group.text ?? '""')),
          rule.at('resourceNames').texts.map(code),
        ]),
    ),
  ];
}

export function summariseBinding(binding: Fields): readonly SummarySection[] {
  const role = binding.at('roleRef');
  return [
    facts('role', [
      ['role', text(`${role.at('kind').text ?? ''} ${role.at('name').text ?? ''}`.trim())],
    ]),
    table(
      'subjects',
      ['kind', 'subject', 'inNamespace'],
      binding
        .at('subjects')
        .items.map(subject => [
          fromText(subject.at('kind')),
          fromText(subject.at('name')),
          fromText(subject.at('namespace')),
        ]),
    ),
  ];
}
