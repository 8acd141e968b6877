import { say } from '../promotion/phrases';
import { checkDeclared, checkNames, checkUsed, namesOf } from './lintChecks';
import type { Report, TaskLookup } from './LintFinding';
import { lintMatrix } from './lintMatrix';
import { lintOrder } from './lintOrder';
import { lintTask } from './lintTask';
import type { Part } from './Part';
import { isPlainSpec, tasksOf } from './PipelineTask';
import type { PipelineTask } from './PipelineTask';
import { valueType } from './taskInterface';
import { variablesIn } from './variables';

/** Checks the spec of a Pipeline, with the Tasks of its namespace as far as they are known. */
export function lintPipeline(
  spec: Part,
  { taskOf, report }: { taskOf: TaskLookup; report: Report },
): void {
  const tasks = tasksOf(spec, taskOf);
  const params = spec.at('params').items;
  const workspaces = spec.at('workspaces').items;
  checkNames(params, report);
  checkNames(workspaces, report);
  checkNames(spec.at('results').items, report);
  checkNames(
    tasks.map(({ part }) => part),
    report,
  );
  if (!tasks.some(task => !task.isFinally))
    report({ severity: 'error', path: spec.path, message: say('lintNoTasks') });
  const outer = { params: namesOf(params), workspaces: namesOf(workspaces) };
  for (const task of tasks) {
    checkReference(task, report);
    checkParams(task, report);
    checkWorkspaces(task, { declared: workspaces, report });
    checkWhen(task, report);
    lintMatrix(task, report);
    const embedded = task.part.at('taskSpec');
    if (isPlainSpec(embedded)) lintTask(embedded, { report, outer });
  }
  lintOrder(spec, { tasks, report });
  const direct = tasks.flatMap(({ part }) => variablesIn(part.without('taskSpec', 'pipelineSpec')));
  const all = [
    ...variablesIn(spec.at('tasks')),
    ...variablesIn(spec.at('finally')),
    ...variablesIn(spec.at('results')),
  ];
  for (const kind of ['param', 'workspace'] as const)
    checkDeclared(direct, { kind, names: outer[`${kind}s`], report });
  const uses = (kind: string, name: string) =>
    all.some(each => each.kind === kind && 'name' in each && each.name === name);
  const bound = tasks.flatMap(({ part }) => part.at('workspaces').items.map(boundTo));
  // Pipelines in Pipelines are handed both without a word.
  if (tasks.some(({ part }) => part.at('pipelineSpec').isThere)) return;
  checkUsed(params, { code: 'lintUnusedParam', report, isUsed: name => uses('param', name) });
  checkUsed(workspaces, {
    ...{ code: 'lintUnusedWorkspace', report },
    isUsed: name => bound.includes(name) || uses('workspace', name),
  });
}

function checkReference({ name: task, part, reference, definition }: PipelineTask, report: Report) {
  const ways = ['taskRef', 'taskSpec', 'pipelineRef', 'pipelineSpec'].filter(
    key => part.at(key).isThere,
  );
  const { path } = part;
  if (ways.length !== 1)
    report({
      ...{ severity: 'error', path },
      message: say(ways.length === 0 ? 'lintNoTaskNamed' : 'lintTwoTasksNamed', { task }),
      hint: say('lintNameATask'),
    });
  const kind = part.at('taskRef', 'kind');
  if (kind.text === 'ClusterTask')
    report({
      ...{ severity: 'error', path: kind.path },
      message: say('lintClusterTask'),
      hint: say('lintClusterResolver'),
    });
  if (definition === 'missing' && reference !== undefined)
    report({
      ...{ severity: 'error', path: part.at('taskRef', 'name').path },
      message: say('lintUnknownTask', { name: reference }),
      hint: say('lintMakeTask'),
    });
}

function checkParams(
  { name: task, part, reference = '', definition }: PipelineTask,
  report: Report,
) {
  const given = part.at('params').items;
  checkNames(given, report);
  if (definition === undefined || definition === 'missing') return;
  const isEmbedded = part.at('taskSpec').isThere;
  const names = namesOf([
    ...given,
    ...part.at('matrix', 'params').items,
    ...part.at('matrix', 'include').items.flatMap(each => each.at('params').items),
  ]);
  for (const param of definition.params) {
    // Into a Task that is written here the Pipeline's parameters of the same name go by themselves.
    if (param.default !== undefined || names.includes(param.name) || isEmbedded) continue;
    report({
      ...{
        severity: 'error',
        path: part.at('params').isThere ? part.at('params').path : part.path,
      },
      message: say('lintMissingParam', { task, reference, name: param.name }),
      hint: say('lintGiveParam', { task }),
    });
  }
  for (const param of given) {
    const name = param.at('name').text;
    const declared = definition.params.find(each => each.name === name);
    if (name === undefined) continue;
    const value = param.at('value');
    const wanted = declared?.type ?? 'string';
    if (declared === undefined)
      report({
        ...{ severity: 'warning', path: param.path },
        message: say('lintIgnoredParam', { task, reference, name }),
      });
    else if (value.isThere && !fits(value, wanted))
      report({
        ...{ severity: 'error', path: value.path },
        message: say('lintParamType', { task, name, wanted, given: valueType(value.value) }),
      });
  }
}

/** A text may stand for a whole list or map. */
function fits({ value, text }: Part, wanted: string): boolean {
  return valueType(value) === wanted || /^\$\([^()]+\[\*\]\)$/.test(text ?? '');
}

function boundTo(binding: Part): string | undefined {
  return binding.at('workspace').text ?? binding.at('name').text;
}

function checkWorkspaces(
  { name: task, part, reference = '', definition }: PipelineTask,
  { declared, report }: { declared: readonly Part[]; report: Report },
) {
  const bindings = part.at('workspaces').items;
  for (const binding of bindings) {
    const to = boundTo(binding);
    const workspace = declared.find(each => each.at('name').text === to);
    const { path } = binding.at('workspace').isThere ? binding.at('workspace') : binding;
    if (to === undefined || to.includes('$(')) continue;
    if (workspace === undefined)
      report({
        ...{ severity: 'error', path },
        message: say('lintNoPipelineWorkspace', { task, name: to }),
      });
    if (definition === undefined || definition === 'missing') continue;
    const name = binding.at('name').text ?? '';
    const wanted = definition.workspaces.find(each => each.name === name);
    if (wanted === undefined)
      report({
        ...{ severity: 'warning', path: binding.path },
        message: say('lintIgnoredWorkspace', { task, reference, name }),
      });
    else if (!wanted.optional && workspace?.at('optional').value === true)
      report({
        ...{ severity: 'error', path },
        message: say('lintOptionalWorkspace', { task, name: to }),
      });
  }
  if (definition === undefined || definition === 'missing' || part.at('taskSpec').isThere) return;
  for (const { name, optional } of definition.workspaces)
    if (!optional && !namesOf(bindings).includes(name))
      report({
        ...{ severity: 'error', path: part.path },
        message: say('lintUnboundWorkspace', { task, name, reference }),
        hint: say('lintBindWorkspace', { task, name }),
      });
}

function checkWhen({ name: task, part }: PipelineTask, report: Report) {
  for (const expression of part.at('when').items) {
    const { path } = expression;
    const parts = ['input', 'operator', 'values'].filter(
      key => expression.at(key).value !== undefined,
    );
    const isCel = expression.at('cel').isThere;
    const operator = expression.at('operator');
    const isOdd = isCel ? parts.length > 0 : parts.length < 3;
    if (isOdd) report({ severity: 'error', path, message: say('lintWhenParts', { task }) });
    if (operator.text !== undefined && !['in', 'notin'].includes(operator.text))
      report({
        ...{ severity: 'error', path: operator.path },
        message: say('lintWhenOperator', { task, operator: operator.text }),
      });
    const values = expression.at('values');
    if (values.isThere && Array.isArray(values.value) && values.items.length === 0)
      report({
        ...{ severity: 'error', path: values.path },
        message: say('lintWhenValues', { task }),
      });
  }
}
