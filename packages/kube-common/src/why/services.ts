import type { Finding } from '../finding';
import type { KubeObject } from '../kubeObject';
import { formatLabelSelector, labelSelectorOfMap, matchesLabels } from '../labelSelector';
import { isKind } from '../shapes/isKind';
import type { Pod } from '../shapes/pod';
import type { Service } from '../shapes/service';
import { isTrue } from '../conditions';
import { loadBalancerAddresses } from '../columns/core/service';
import { advice, describe, kubectl } from './nextSteps';
import type { WhyContext } from './WhyContext';
import { fieldEvidence, fieldSaid, finding, placeAt, say } from './WhyContext';

function readyEndpoints(service: Service, context: WhyContext): number {
  return context
    .related('EndpointSlice')
    .filter(
      ({ metadata }) =>
        metadata.namespace === service.metadata.namespace &&
        metadata.labels?.['kubernetes.io/service-name'] === service.metadata.name,
    )
    .flatMap(({ endpoints }) => endpoints ?? [])
    .filter(({ conditions }) => conditions?.ready !== false).length;
}

const CODES = {
  NoSelector: 'no-selector',
  NoPods: 'no-pods',
  UnknownPort: 'unknown-port',
  PodsNotReady: 'pods-not-ready',
} as const;

function noEndpoints(
  service: Service,
  reason: keyof typeof CODES,
  parts: {
    summary: string;
    params?: Finding['params'];
    evidence: Finding['evidence'];
    step: Finding['nextSteps'][number];
  },
): Finding {
  return finding('no-endpoints', 'failed', {
    summary: `Nothing answers behind the service: ${parts.summary}`,
    code: CODES[reason],
    params: { ...parts.params, reason, service: service.metadata.name },
    evidence: parts.evidence,
    nextSteps: [parts.step, describe(service, 'service')],
  });
}

/** Named target ports that no container of the pods has. */
function unknownPorts(service: Service, pods: readonly Pod[]): string[] {
  const names = new Set(
    pods.flatMap(pod => pod.spec?.containers ?? []).flatMap(c => c.ports?.map(p => p.name) ?? []),
  );
  const wanted = (service.spec?.ports ?? []).map(({ targetPort }) => targetPort);
  return wanted.filter(
    (port): port is string => typeof port === 'string' && !/^\d+$/.test(port) && !names.has(port),
  );
}

function bySelector(
  service: Service,
  pods: readonly Pod[],
  labels: Readonly<Record<string, string>>,
): Finding | undefined {
  const { namespace } = service.metadata;
  const selector = labelSelectorOfMap(labels);
  const text = formatLabelSelector(selector);
  const selected = pods.filter(
    ({ metadata, status }) =>
      metadata.namespace === namespace &&
      matchesLabels(selector, metadata.labels) &&
      status?.phase !== 'Succeeded' &&
      status?.phase !== 'Failed',
  );
  const field = fieldEvidence(service, 'spec.selector', text);
  if (selected.length === 0)
    return noEndpoints(service, 'NoPods', {
      summary: `no running pod has the labels ${text}`,
      params: { labels: text },
      evidence: [field],
      step: {
        id: 'compare-labels',
        text: "Compare the selector with the pods' labels",
        command: kubectl(namespace, 'get', 'pods', '--show-labels'),
      },
    });
  const [port] = unknownPorts(service, selected);
  if (port !== undefined)
    return noEndpoints(service, 'UnknownPort', {
      summary: `no container names a port ${port}`,
      params: { port },
      evidence: [field, fieldEvidence(service, 'spec.ports.targetPort', port)],
      step: advice('correct-port', 'Correct targetPort, or name the port in the pod template'),
    });
  const ready = selected.filter(({ status }) => isTrue(status?.conditions, 'Ready')).length;
  if (ready > 0) return undefined;
  return noEndpoints(service, 'PodsNotReady', {
    summary: `none of its ${selected.length} pods is ready`,
    params: { total: selected.length },
    evidence: [
      field,
      {
        kind: 'count',
        ...say('pods-ready', { ready: 0, total: selected.length }),
        ...placeAt('pods-selected', {}),
      },
    ],
    step: {
      id: 'see-pods',
      text: 'Look at the pods that are not ready',
      command: kubectl(namespace, 'get', 'pods', '-l', text),
    },
  });
}

function loadBalancerPending(service: Service, context: WhyContext): Finding[] {
  if (service.spec?.type !== 'LoadBalancer') return [];
  if (loadBalancerAddresses(service.status?.loadBalancer).length > 0) return [];
  const event = context
    .eventsOf('Service', service)
    .find(({ reason }) => reason === 'SyncLoadBalancerFailed');
  return [
    finding('not-ready', 'warning', {
      summary: event
        ? `The load balancer cannot be set up: ${event.message}`
        : 'The service has no external address yet',
      code: event ? 'load-balancer-failed' : 'load-balancer-pending',
      params: { reason: event?.reason ?? 'LoadBalancerPending', message: event?.message ?? '' },
      evidence: [
        event && { kind: 'event', text: event.message, source: 'Service', at: event.lastSeen },
        fieldSaid(service, 'unset', { path: 'status.loadBalancer.ingress' }),
      ],
      nextSteps: [
        advice('check-load-balancer', 'Check that the cluster has a load balancer controller'),
      ],
    }),
  ];
}

/** Why nothing answers behind a service. */
export function explainServices(object: KubeObject, context: WhyContext): Finding[] {
  if (!isKind(object, 'Service')) return [];
  const service = object;
  const { type, selector = {} } = service.spec ?? {};
  const known = context.input.related.EndpointSlice !== undefined;
  if (type === 'ExternalName' || !known) return [];
  const balancer = loadBalancerPending(service, context);
  if (readyEndpoints(service, context) > 0) return balancer;
  if (Object.keys(selector).length === 0)
    return [
      ...balancer,
      noEndpoints(service, 'NoSelector', {
        summary: 'it selects no pods, and nobody has written endpoints for it',
        evidence: [fieldSaid(service, 'unset', { path: 'spec.selector' })],
        step: advice('add-selector', 'Add a selector, or an EndpointSlice for it'),
      }),
    ];
  const pods = context.input.related.Pod === undefined ? undefined : context.related('Pod');
  const reason = pods && bySelector(service, pods, selector);
  return reason === undefined ? balancer : [reason, ...balancer];
}
