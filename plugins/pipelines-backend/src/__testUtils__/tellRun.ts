import type { Run, RunDetail, RunGraph, Step, TaskNode } from '@kubemate/plugin-pipelines-common';

/**
 * All of a run that does not depend on how fast it ran, a line for each fact: so two API servers can be compared, and a difference be read.
 * Names begin with the run's own; `RUN` and `FOLDER` stand for what a test made up.
 */
export function tellRun(run: RunDetail, row: Run): string[] {
  const { ref, source, trigger, tasks, component, pipeline } = run;
  const lines = [
    `run ${words(run)}${clocked(run)}`,
    `of ${pipeline ?? 'its own'}, ${trigger.kind}${trigger.by ? ` by ${trigger.by}` : ''}`,
    ...told('component', component),
    ...told('source', source),
    `tasks ${countText(tasks)}; in the list ${countText(row.tasks)}`,
    ...run.params.map(({ name, value }) => `param ${name} = ${JSON.stringify(value)}`),
    ...run.workspaces.map(({ name, binding }) => `workspace ${name}: ${binding}`),
    ...tellGraph(run.graph),
    ...run.results.map(({ name, value }) => `result ${name} = ${JSON.stringify(value)}`),
    ...run.artifacts.map(({ name, uri, digest }) => `artifact ${name}: ${uri} ${digest ?? ''}`),
    ...told('failure', run.failure),
  ];
  return lines.map(line =>
    line.trimEnd().replaceAll(ref.name, 'RUN').replaceAll(ref.folder, 'FOLDER'),
  );
}

function countText({ total, done, failed }: Run['tasks']): string {
  return `${done}/${total}, ${failed} failed`;
}

function tellGraph({ nodes, edges }: RunGraph): string[] {
  const after = (id: string) => edges.filter(({ to }) => to === id).map(({ from }) => from);
  return nodes.flatMap(node => [
    `${node.kind} ${node.id}${titleOf(node)} after [${after(node.id).join(' ')}] ${words(node)}${clocked(node)}`,
    ...told('  when', node.when),
    ...told('  runs', [node.taskRun, node.pod].filter(Boolean).join(' in ') || undefined),
    ...told('  retries', node.retries || undefined),
    ...node.steps.map(tellStep),
    ...node.params.map(({ name, value }) => `  param ${name} = ${JSON.stringify(value)}`),
    ...node.results.map(({ name, value }) => `  result ${name} = ${JSON.stringify(value)}`),
  ]);
}

function titleOf({ id, title }: TaskNode): string {
  return id === title ? '' : ` "${title}"`;
}

function tellStep(step: Step): string {
  const { name, exitCode } = step;
  const code = exitCode === undefined ? '' : ` ${exitCode}`;
  return `  step ${name} ${words(step)}${code}${clocked(step)}`;
}

function words({
  phase,
  reason,
  message,
}: {
  phase: string;
  reason?: string;
  message?: string;
}): string {
  return `${phase}${reason ? ` (${reason})` : ''}${message ? `: ${message}` : ''}`;
}

/** Whether it has begun and ended, and whether that makes sense. */
function clocked({ startedAt, finishedAt }: { startedAt?: number; finishedAt?: number }): string {
  if (startedAt === undefined) return finishedAt === undefined ? '' : ' [ended, never began]';
  if (finishedAt === undefined) return ' [goes on]';
  return finishedAt < startedAt ? ' [ended before it began]' : ' [ended]';
}

function told(name: string, value: unknown): string[] {
  if (value === undefined) return [];
  return [`${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`];
}
