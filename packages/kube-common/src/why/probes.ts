import type { Finding } from '../finding';
import type { EventSummary } from '../eventSummary';
import type { Container, ContainerStatus, Pod, Probe } from '../shapes/pod';
import { advice, kubectl, readLog } from './nextSteps';
import type { WhyContext } from './WhyContext';
import { eventEvidence, fieldEvidence, fieldSaid, finding } from './WhyContext';

const FAILED = /^(Readiness|Liveness|Startup) probe (?:failed|errored[^:]*): ?([\s\S]*)$/;

/** A liveness failure explains restarts for this long. */
const RECENT = 10 * 60_000;

type ProbeKind = 'readiness' | 'liveness' | 'startup';

function isKind(text: string): text is ProbeKind {
  return text === 'readiness' || text === 'liveness' || text === 'startup';
}

function probeOf(container: Container | undefined, kind: ProbeKind): Probe | undefined {
  if (kind === 'readiness') return container?.readinessProbe;
  return kind === 'liveness' ? container?.livenessProbe : container?.startupProbe;
}

/** `GET http://:8080/healthz`, as a person would try it. */
export function probeText(probe: Probe | undefined): string {
  if (probe?.httpGet) {
    const { scheme = 'HTTP', port, path = '/' } = probe.httpGet;
    return `GET ${scheme.toLowerCase()}://:${port}${path}`;
  }
  if (probe?.tcpSocket) return `TCP :${probe.tcpSocket.port}`;
  if (probe?.grpc) return `gRPC :${probe.grpc.port}`;
  return probe?.exec ? `exec ${probe.exec.command?.join(' ') ?? ''}` : '?';
}

function explainProbe(
  pod: Pod,
  status: ContainerStatus,
  failure: { event: EventSummary; kind: ProbeKind; answer: string },
): Finding {
  const { event, kind, answer } = failure;
  const container = pod.spec?.containers?.find(({ name }) => name === status.name);
  const probe = probeOf(container, kind);
  const effect = {
    readiness: 'gets no traffic',
    liveness: 'is restarted each time',
    startup: 'is restarted before it has started',
  }[kind];
  const { periodSeconds = 10, timeoutSeconds = 1, failureThreshold = 3 } = probe ?? {};
  return finding('probe-failing', kind === 'readiness' ? 'warning' : 'failed', {
    summary: `The ${kind} probe of container ${status.name} fails, so it ${effect}: ${answer}`,
    code: `probe-failing-${kind}`,
    params: { container: status.name, probe: kind, answer, reason: kind },
    evidence: [
      eventEvidence(event),
      probe &&
        fieldSaid(pod, 'probe-settings', {
          probe: `${kind}Probe`,
          question: probeText(probe),
          period: periodSeconds,
          timeout: timeoutSeconds,
          failures: failureThreshold,
        }),
    ],
    nextSteps: [
      readLog(pod, status.name, { previous: false }),
      ...(probe?.httpGet && typeof probe.httpGet.port === 'number'
        ? [
            {
              id: 'try-probe',
              text: 'Ask the same question by hand',
              command: kubectl(
                pod.metadata.namespace,
                'port-forward',
                pod.metadata.name,
                String(probe.httpGet.port),
              ),
            },
          ]
        : []),
      kind === 'readiness'
        ? advice('check-dependencies', 'Check what the endpoint depends on')
        : advice('relax-probe', 'Give it more time with a startupProbe or a longer timeout'),
    ],
  });
}

function isAbout(event: EventSummary, container: string): boolean {
  const { fieldPath } = event.regarding;
  return fieldPath === undefined || fieldPath.includes(`{${container}}`);
}

function notReady(pod: Pod, status: ContainerStatus): Finding {
  const probe = pod.spec?.containers?.find(({ name }) => name === status.name)?.readinessProbe;
  return finding('not-ready', 'warning', {
    summary: `Container ${status.name} runs and is not ready`,
    params: { container: status.name, reason: 'NotReady' },
    evidence: [
      fieldSaid(pod, 'container-not-ready', { container: status.name }),
      probe && fieldEvidence(pod, 'readinessProbe', probeText(probe)),
    ],
    nextSteps: [readLog(pod, status.name, { previous: false })],
  });
}

/** Which probes of a pod fail now, with what they answered. */
export function explainProbes(pod: Pod, context: WhyContext): Finding[] {
  const events = context.eventsOf('Pod', pod).filter(({ reason }) => reason === 'Unhealthy');
  return (pod.status?.containerStatuses ?? []).flatMap(status => {
    const found = new Map<ProbeKind, Finding>();
    for (const event of events) {
      const [, word = '', answer = ''] = FAILED.exec(event.message) ?? [];
      const kind = word.toLowerCase();
      if (!isKind(kind) || found.has(kind) || !isAbout(event, status.name)) continue;
      const recent = context.input.now - event.lastSeen < RECENT;
      const matters =
        kind === 'readiness' ? !status.ready : recent && (status.restartCount ?? 0) > 0;
      if (matters)
        found.set(kind, explainProbe(pod, status, { event, kind, answer: answer.trim() }));
    }
    const silent =
      found.size === 0 && status.state?.running !== undefined && status.ready === false;
    return silent ? [notReady(pod, status)] : [...found.values()];
  });
}
