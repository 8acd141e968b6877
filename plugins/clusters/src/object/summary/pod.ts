import { Fields } from '../Fields';
import {
  code,
  core,
  facts,
  fromQuantity,
  fromText,
  fromTime,
  object,
  status,
  table,
  text,
} from './facts';
import { count } from './facts';
import type { FactValue, SummarySection } from './Summary';

/** What a container does now, with the reason Kubernetes gives. */
export function containerState(state: Fields, ready: boolean): FactValue {
  const waiting = state.at('waiting');
  if (waiting.exists) {
    const reason = waiting.at('reason').text ?? 'Waiting';
    const starting = reason === 'ContainerCreating' || reason === 'PodInitializing';
    return status(starting ? 'progressing' : 'failed', reason);
  }
  const terminated = state.at('terminated');
  if (terminated.exists) {
    const exit = terminated.at('exitCode').number ?? 0;
    const reason = terminated.at('reason').text ?? 'Terminated';
    return status(exit === 0 ? 'idle' : 'failed', exit === 0 ? reason : `${reason} (${exit})`);
  }
  if (state.at('running').exists) return status(ready ? 'ok' : 'warning', 'Running');
  // No state at all: the kubelet has not looked at it yet.
  return status('idle', 'Waiting');
}

function amounts(container: Fields, resource: 'cpu' | 'memory'): FactValue[] {
  const unit = resource === 'cpu' ? 'cores' : 'bytes';
  const request = fromQuantity(container.at('resources', 'requests', resource), unit);
  const limit = fromQuantity(container.at('resources', 'limits', resource), unit);
  if (request === undefined && limit === undefined) return [];
  return [request ?? text('—'), text('/'), limit ?? text('∞')];
}

/** A probe in one line: `GET :8080/healthz every 10s`. */
export function describeProbe(probe: Fields): string | undefined {
  if (!probe.exists) return undefined;
  const http = probe.at('httpGet');
  const socket = probe.at('tcpSocket', 'port');
  const grpc = probe.at('grpc', 'port');
  const exec = probe.at('exec', 'command').texts;
  const how = () => {
    if (http.exists) return `GET :${http.at('port').text ?? ''}${http.at('path').text ?? '/'}`;
    if (socket.exists) return `TCP :${socket.text ?? ''}`;
    if (grpc.exists) return `gRPC :${grpc.text ?? ''}`;
    return exec.join(' ');
  };
  return `${how()} / ${probe.at('periodSeconds').number ?? 10}s`;
}

function probes(container: Fields): FactValue[] {
  return (['startup', 'readiness', 'liveness'] as const).flatMap(name => {
    const probe = describeProbe(container.at(`${name}Probe`));
    return probe === undefined ? [] : [code(`${name}: ${probe}`)];
  });
}

function containers(pod: Fields): SummarySection {
  const statuses = new Map(
    ['initContainerStatuses', 'containerStatuses', 'ephemeralContainerStatuses'].flatMap(list =>
      pod.at('status', list).items.map(item => [item.at('name').text, item] as const),
    ),
  );
  const all = [
    ...pod.at('spec', 'initContainers').items.map(spec => ({ spec, init: true })),
    ...pod.at('spec', 'containers').items.map(spec => ({ spec, init: false })),
  ];
  return table(
    'containers',
    ['container', 'state', 'restarts', 'cpu', 'memory', 'ports', 'probes'],
    all.map(({ spec, init }) => {
      const now = statuses.get(spec.at('name').text) ?? new Fields(undefined);
      const ports = spec.at('ports').items.flatMap(port => port.at('containerPort').text ?? []);
      const image = spec.at('image').text;
      return [
        [
          text(`${spec.at('name').text ?? ''}${init ? ' (init)' : ''}`),
          ...(image ? [code(image)] : []),
        ],
        [
          containerState(now.at('state'), now.at('ready').flag),
          ...(now.at('lastState', 'terminated').exists
            ? [text('←'), containerState(now.at('lastState'), false)]
            : []),
        ],
        count(now.at('restartCount').number ?? 0),
        amounts(spec, 'cpu'),
        amounts(spec, 'memory'),
        ports.length === 0 ? undefined : text(ports.join(', ')),
        probes(spec),
      ];
    }),
  );
}

const VOLUME_SOURCES = [
  ['persistentVolumeClaim', 'claimName', 'persistentvolumeclaims'],
  ['configMap', 'name', 'configmaps'],
  ['secret', 'secretName', 'secrets'],
] as const;

/** What a volume is made of, with a link where that is an object. */
function volumeSource(volume: Fields, namespace: string | undefined): FactValue | undefined {
  for (const [field, key, plural] of VOLUME_SOURCES) {
    const name = volume.at(field, key).text;
    if (name !== undefined)
      return object(core(plural), { namespace, name, text: `${field}: ${name}` });
  }
  const kind = volume.entries.find(([key]) => key !== 'name')?.[0];
  return kind === undefined ? undefined : text(kind);
}

function volumes(pod: Fields): SummarySection {
  const namespace = pod.at('metadata', 'namespace').text;
  const mounts = pod.at('spec', 'containers').items.flatMap(container =>
    container.at('volumeMounts').items.map(mount => ({
      volume: mount.at('name').text,
      at: `${container.at('name').text ?? ''}:${mount.at('mountPath').text ?? ''}`,
    })),
  );
  return table(
    'volumes',
    ['volume', 'source', 'mountedAt'],
    pod.at('spec', 'volumes').items.map(volume => {
      const name = volume.at('name').text ?? '';
      const places = mounts.filter(mount => mount.volume === name).map(mount => mount.at);
      return [text(name), volumeSource(volume, namespace), places.map(code)];
    }),
  );
}

export function summarisePod(pod: Fields): readonly SummarySection[] {
  const spec = pod.at('spec');
  const state = pod.at('status');
  const namespace = pod.at('metadata', 'namespace').text;
  return [
    containers(pod),
    facts('pod', [
      ['phase', fromText(state.at('phase'))],
      ['node', object(core('nodes'), { name: spec.at('nodeName').text })],
      ['podIP', fromText(state.at('podIP'))],
      ['hostIP', fromText(state.at('hostIP'))],
      ['started', fromTime(state.at('startTime'))],
      ['qosClass', fromText(state.at('qosClass'))],
      [
        'serviceAccount',
        object(core('serviceaccounts'), { namespace, name: spec.at('serviceAccountName').text }),
      ],
      ['priorityClass', fromText(spec.at('priorityClassName'))],
      ['restartPolicy', fromText(spec.at('restartPolicy'))],
      ['nodeSelector', labelsOf(spec.at('nodeSelector'))],
    ]),
    volumes(pod),
  ];
}

function labelsOf(field: Fields): FactValue | undefined {
  return field.entries.length === 0 ? undefined : { as: 'labels', labels: field.map };
}
