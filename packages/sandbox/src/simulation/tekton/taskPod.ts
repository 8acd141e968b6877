import type { Container, PodTemplate, Volume } from '../objects/pod';
import type { Step, TaskRun, TaskSpec, WorkspaceBinding } from '../objects/tekton';
import { hash32, nameSuffix } from '../Random';
import { substitute, type Variables } from './variables';

const ENTRYPOINT_IMAGE = 'registry.example.com/tekton/entrypoint:v1.9.0';
const SHELL_IMAGE = 'registry.example.com/tekton/busybox:1.37';
const MOUNTS = [
  { name: 'tekton-internal-bin', mountPath: '/tekton/bin' },
  { name: 'tekton-internal-run', mountPath: '/tekton/run' },
  { name: 'tekton-internal-results', mountPath: '/tekton/results' },
];

/** The container of a step. */
export function stepContainerName({ name }: Step, index: number): string {
  return `step-${name === undefined || name === '' ? `unnamed-${index}` : name}`;
}

function scriptFile({ metadata }: TaskRun, index: number): string {
  return `/tekton/scripts/script-${index}-${nameSuffix(hash32(metadata.uid, index), 5)}`;
}

/** Everything a step may refer to. */
export function taskVariables(run: TaskRun, spec: TaskSpec, params: Variables): Variables {
  const variables = new Map(params);
  for (const { name } of spec.results ?? [])
    variables.set(`results.${name}.path`, `/tekton/results/${name}`);
  for (const { name, mountPath } of spec.workspaces ?? []) {
    const binding = run.spec.workspaces?.find(workspace => workspace.name === name);
    variables.set(`workspaces.${name}.path`, binding ? (mountPath ?? `/workspace/${name}`) : '');
    variables.set(`workspaces.${name}.bound`, String(binding !== undefined));
  }
  const { name, namespace = '', uid } = run.metadata;
  variables.set('context.taskRun.name', name);
  variables.set('context.taskRun.namespace', namespace);
  variables.set('context.taskRun.uid', uid);
  variables.set('context.task.name', run.spec.taskRef?.name ?? name);
  variables.set('context.task.retry-count', String(run.status?.retriesStatus?.length ?? 0));
  return variables;
}

function stepArguments(run: TaskRun, step: Step, index: number): string[] {
  const wait =
    index === 0
      ? ['-wait_file', '/tekton/downward/ready', '-wait_file_content']
      : ['-wait_file', `/tekton/run/${index - 1}/out`];
  const [program, ...rest] = step.command ?? [];
  const entrypoint = step.script === undefined ? program : scriptFile(run, index);
  return [
    ...wait,
    '-post_file',
    `/tekton/run/${index}/out`,
    '-termination_path',
    '/tekton/termination',
    ...(step.onError === undefined ? [] : ['-on_error', step.onError]),
    ...(step.timeout === undefined ? [] : ['-timeout', step.timeout]),
    ...(entrypoint === undefined ? [] : ['-entrypoint', entrypoint]),
    '--',
    ...rest,
    ...(step.args ?? []),
  ];
}

function workspaceVolumes(bindings: readonly WorkspaceBinding[] = []): Volume[] {
  return bindings.map(({ name, subPath: _path, ...source }) => ({
    name: `ws-${nameSuffix(hash32(name), 5)}`,
    ...source,
  }));
}

function stepContainer(run: TaskRun, spec: TaskSpec, index: number): Container {
  const step = spec.steps?.[index] ?? {};
  const mounts = (run.spec.workspaces ?? []).map(({ name }) => ({
    name: `ws-${nameSuffix(hash32(name), 5)}`,
    mountPath:
      spec.workspaces?.find(workspace => workspace.name === name)?.mountPath ??
      `/workspace/${name}`,
  }));
  return {
    name: stepContainerName(step, index),
    image: step.image ?? '',
    command: ['/tekton/bin/entrypoint'],
    args: stepArguments(run, step, index),
    ...(step.env === undefined ? {} : { env: step.env }),
    ...(step.computeResources === undefined ? {} : { resources: step.computeResources }),
    volumeMounts: [...MOUNTS, ...mounts],
  };
}

function placeScripts(run: TaskRun, steps: readonly Step[]): Container[] {
  const scripts = steps.flatMap(({ script }, index) => {
    if (script === undefined) return [];
    const file = scriptFile(run, index);
    const content = Buffer.from(
      script.startsWith('#!') ? script : `#!/bin/sh\nset -e\n${script}`,
    ).toString('base64');
    return [
      `scriptfile="${file}"\ntouch \${scriptfile} && chmod +x \${scriptfile}\ncat > \${scriptfile} << '_EOF_'\n${content}\n_EOF_\n/tekton/bin/entrypoint decode-script "\${scriptfile}"\n`,
    ];
  });
  if (scripts.length === 0) return [];
  return [
    {
      name: 'place-scripts',
      image: SHELL_IMAGE,
      command: ['sh'],
      args: ['-c', scripts.join('')],
      volumeMounts: MOUNTS.slice(0, 1),
    },
  ];
}

/** The pod that runs the steps of a TaskRun, whose spec has its parameters filled in. */
export function taskPod(run: TaskRun, resolved: TaskSpec, variables: Variables): PodTemplate {
  const spec = substitute(resolved, variables);
  const steps = (spec.steps ?? []).map(step => ({ ...spec.stepTemplate, ...step }));
  const filled = { ...spec, steps };
  return {
    metadata: {
      labels: {
        ...run.metadata.labels,
        'app.kubernetes.io/managed-by': 'tekton-pipelines',
        'tekton.dev/taskRun': run.metadata.name,
        'tekton.dev/taskRunUID': run.metadata.uid,
      },
      annotations: { ...run.metadata.annotations, 'tekton.dev/ready': 'READY' },
    },
    spec: {
      ...run.spec.podTemplate,
      restartPolicy: 'Never',
      serviceAccountName: run.spec.serviceAccountName ?? 'default',
      initContainers: [
        {
          name: 'prepare',
          image: ENTRYPOINT_IMAGE,
          command: [
            '/ko-app/entrypoint',
            'init',
            '/ko-app/entrypoint',
            '/tekton/bin/entrypoint',
            ...steps.map((step, index) => stepContainerName(step, index)),
          ],
          volumeMounts: MOUNTS.slice(0, 1),
        },
        ...placeScripts(run, steps),
      ],
      containers: steps.map((_step, index) => stepContainer(run, filled, index)),
      volumes: [
        ...MOUNTS.map(({ name }) => ({ name, emptyDir: {} })),
        ...workspaceVolumes(run.spec.workspaces),
        ...(spec.volumes ?? []),
      ],
    },
  };
}
