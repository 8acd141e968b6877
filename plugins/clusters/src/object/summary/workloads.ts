import type { Health } from '@kubemate/kube-common';
import type { Fields } from '../Fields';
import {
  code,
  core,
  count,
  facts,
  fromMap,
  fromText,
  fromTime,
  object,
  status,
  table,
  text,
} from './facts';
import type { FactValue, SummarySection } from './Summary';

function share(done: number, wanted: number): FactValue {
  const health: Health = done >= wanted ? 'ok' : 'progressing';
  return status(wanted === 0 ? 'idle' : health, `${done}/${wanted}`);
}

function strategy(spec: Fields): FactValue | undefined {
  const kind = spec.at('strategy', 'type').text ?? spec.at('updateStrategy', 'type').text;
  if (kind === undefined) return undefined;
  const rolling = spec.at('strategy', 'rollingUpdate').exists
    ? spec.at('strategy', 'rollingUpdate')
    : spec.at('updateStrategy', 'rollingUpdate');
  const parts = rolling.entries.map(([key, value]) => `${key} ${value.text ?? ''}`);
  return text([kind, ...parts].join(', '));
}

/** The containers of a pod template. */
export function templateContainers(template: Fields): SummarySection {
  return table(
    'template',
    ['container', 'image', 'ports', 'requests', 'limits'],
    template.at('spec', 'containers').items.map(container => {
      const amounts = (kind: string) =>
        container
          .at('resources', kind)
          .entries.map(([name, value]) => code(`${name} ${value.text ?? ''}`));
      const ports = container
        .at('ports')
        .items.flatMap(port => port.at('containerPort').text ?? []);
      return [
        text(container.at('name').text ?? ''),
        code(container.at('image').text ?? ''),
        ports.length === 0 ? undefined : text(ports.join(', ')),
        amounts('requests'),
        amounts('limits'),
      ];
    }),
  );
}

/** Deployments, StatefulSets, ReplicaSets. */
export function summariseReplicas(workload: Fields): readonly SummarySection[] {
  const spec = workload.at('spec');
  const state = workload.at('status');
  const wanted = spec.at('replicas').number ?? 1;
  const updated = state.at('updatedReplicas').number;
  return [
    facts('rollout', [
      ['ready', share(state.at('readyReplicas').number ?? 0, wanted)],
      ['updated', updated === undefined ? undefined : share(updated, wanted)],
      ['available', share(state.at('availableReplicas').number ?? 0, wanted)],
      ['strategy', strategy(spec)],
      [
        'revision',
        fromText(workload.at('metadata', 'annotations', 'deployment.kubernetes.io/revision')),
      ],
      ['observed', generation(workload)],
      ['paused', spec.at('paused').flag ? status('idle', 'paused') : undefined],
      [
        'service',
        object(core('services'), {
          namespace: workload.at('metadata', 'namespace').text,
          name: spec.at('serviceName').text,
        }),
      ],
      ['selector', fromMap(spec.at('selector', 'matchLabels'))],
    ]),
    templateContainers(spec.at('template')),
  ];
}

/** Says so when the controller has not yet seen the newest specification. */
function generation(workload: Fields): FactValue | undefined {
  const wanted = workload.at('metadata', 'generation').number;
  const seen = workload.at('status', 'observedGeneration').number;
  if (wanted === undefined || seen === undefined) return undefined;
  return status(seen >= wanted ? 'ok' : 'progressing', `${seen}/${wanted}`);
}

export function summariseDaemonSet(workload: Fields): readonly SummarySection[] {
  const state = workload.at('status');
  const wanted = state.at('desiredNumberScheduled').number ?? 0;
  return [
    facts('rollout', [
      ['ready', share(state.at('numberReady').number ?? 0, wanted)],
      ['updated', share(state.at('updatedNumberScheduled').number ?? 0, wanted)],
      ['available', share(state.at('numberAvailable').number ?? 0, wanted)],
      ['strategy', strategy(workload.at('spec'))],
      ['observed', generation(workload)],
      ['nodeSelector', fromMap(workload.at('spec', 'template', 'spec', 'nodeSelector'))],
      ['selector', fromMap(workload.at('spec', 'selector', 'matchLabels'))],
    ]),
    templateContainers(workload.at('spec', 'template')),
  ];
}

export function summariseJob(job: Fields): readonly SummarySection[] {
  const spec = job.at('spec');
  const state = job.at('status');
  const failed = state.at('failed').number ?? 0;
  return [
    facts('job', [
      ['completions', share(state.at('succeeded').number ?? 0, spec.at('completions').number ?? 1)],
      ['active', count(state.at('active').number ?? 0)],
      ['failed', failed === 0 ? count(0) : status('failed', String(failed))],
      ['parallelism', count(spec.at('parallelism').number ?? 1)],
      ['backoffLimit', count(spec.at('backoffLimit').number ?? 6)],
      ['started', fromTime(state.at('startTime'))],
      ['completed', fromTime(state.at('completionTime'))],
      ['suspended', spec.at('suspend').flag ? status('idle', 'true') : undefined],
    ]),
    templateContainers(spec.at('template')),
  ];
}

export function summariseCronJob(cronJob: Fields): readonly SummarySection[] {
  const spec = cronJob.at('spec');
  const namespace = cronJob.at('metadata', 'namespace').text;
  const jobs = { group: 'batch', version: 'v1', plural: 'jobs' };
  const schedule = spec.at('schedule').text;
  return [
    facts('schedule', [
      ['cron', schedule === undefined ? undefined : code(schedule)],
      ['timeZone', fromText(spec.at('timeZone'))],
      ['suspended', spec.at('suspend').flag ? status('idle', 'true') : undefined],
      ['concurrency', fromText(spec.at('concurrencyPolicy'))],
      ['lastSchedule', fromTime(cronJob.at('status', 'lastScheduleTime'))],
      ['lastSuccess', fromTime(cronJob.at('status', 'lastSuccessfulTime'))],
    ]),
    table(
      'activeJobs',
      ['job'],
      cronJob
        .at('status', 'active')
        .items.map(job => [object(jobs, { namespace, name: job.at('name').text })]),
    ),
    templateContainers(spec.at('jobTemplate', 'spec', 'template')),
  ];
}

function metricLine(metric: Fields): readonly (FactValue | undefined)[] {
  const type = metric.at('type').text ?? '';
  const key = `${type.charAt(0).toLowerCase()}${type.slice(1)}`;
  const body = metric.at(key);
  const name = body.at('name').text ?? body.at('metric', 'name').text ?? type;
  const amount = (value: Fields) => {
    const percent = value.at('averageUtilization').text;
    if (percent !== undefined) return text(`${percent} %`);
    return fromText(value.at('averageValue')) ?? fromText(value.at('value'));
  };
  return [text(name), amount(body.at('current')), amount(body.at('target'))];
}

export function summariseAutoscaler(autoscaler: Fields): readonly SummarySection[] {
  const spec = autoscaler.at('spec');
  const state = autoscaler.at('status');
  const target = spec.at('scaleTargetRef');
  const current = state.at('currentMetrics').items.map(metricLine);
  const wanted = spec.at('metrics').items.map(metricLine);
  return [
    facts('scaling', [
      ['target', text(`${target.at('kind').text ?? ''} ${target.at('name').text ?? ''}`.trim())],
      ['minReplicas', count(spec.at('minReplicas').number ?? 1)],
      ['maxReplicas', fromText(spec.at('maxReplicas'))],
      ['current', fromText(state.at('currentReplicas'))],
      ['desired', fromText(state.at('desiredReplicas'))],
      ['lastScale', fromTime(state.at('lastScaleTime'))],
    ]),
    table(
      'metrics',
      ['metric', 'current', 'target'],
      wanted.map(([name, , goal], index) => [name, current[index]?.[1], goal]),
    ),
  ];
}
