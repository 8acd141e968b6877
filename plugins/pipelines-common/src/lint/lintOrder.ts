import { say } from '../promotion/phrases';
import { namesHint } from './lintChecks';
import type { Report } from './LintFinding';
import type { Part } from './Part';
import type { PipelineTask } from './PipelineTask';
import { variablesIn } from './variables';
import type { Variable } from './variables';

type TaskResult = Extract<Variable, { kind: 'task-result' }>;

/** Which task waits for which: what they refer to, and that they do not wait for each other. */
export function lintOrder(
  spec: Part,
  { tasks, report }: { tasks: readonly PipelineTask[]; report: Report },
): void {
  for (const task of tasks) {
    for (const variable of variablesIn(task.part)) {
      if (variable.kind === 'task-result') checkResult(variable, { user: task, tasks, report });
      if (variable.kind === 'task-status' || variable.kind === 'all-status')
        checkStatus(variable, { user: task, tasks, report });
    }
    checkRunAfter(task, { tasks, report });
  }
  for (const variable of variablesIn(spec.at('results')))
    if (variable.kind === 'task-result') checkResult(variable, { tasks, report });
  checkCycles(tasks, report);
}

function checkResult(
  variable: TaskResult,
  { user, tasks, report }: { user?: PipelineTask; tasks: readonly PipelineTask[]; report: Report },
): void {
  const { task, result, text, path, isFinally, isWhole } = variable;
  const error = (message: ReturnType<typeof say>, hint?: ReturnType<typeof say>) =>
    report({ severity: 'error', path, message, ...(hint && { hint }) });
  const candidates = tasks.filter(each => each.isFinally === isFinally);
  const source = candidates.find(({ name }) => name === task);
  if (user !== undefined && (isFinally || tasks.some(each => each.isFinally && each.name === task)))
    return error(say('lintOfFinally', { variable: text }));
  if (source === undefined)
    return error(
      say('lintNoSuchTask', { variable: text, task }),
      namesHint(
        task,
        candidates.map(({ name }) => name),
      ),
    );
  if (source === user) return error(say('lintOfItself', { variable: text }));
  const { definition } = source;
  if (definition !== undefined && definition !== 'missing') {
    const names = definition.results.map(({ name }) => name);
    if (!names.includes(result))
      return error(
        say('lintNoSuchResult', { variable: text, task, result }),
        namesHint(result, names),
      );
  }
  if (source.isMatrix && !isWhole && user !== undefined)
    return error(
      say('lintMatrixResult', { variable: text, task }),
      say('lintAllOfMatrix', { task, result }),
    );
  return undefined;
}

function checkStatus(
  variable: Extract<Variable, { kind: 'task-status' | 'all-status' }>,
  { user, tasks, report }: { user: PipelineTask; tasks: readonly PipelineTask[]; report: Report },
): void {
  const { text, path } = variable;
  if (!user.isFinally)
    report({ severity: 'error', path, message: say('lintStatusInTasks', { variable: text }) });
  if (variable.kind !== 'task-status') return;
  const names = tasks.filter(task => !task.isFinally).map(({ name }) => name);
  if (names.includes(variable.task)) return;
  report({
    ...{ severity: 'error', path },
    message: say('lintNoSuchTask', { variable: text, task: variable.task }),
    hint: namesHint(variable.task, names),
  });
}

function checkRunAfter(
  { name: task, part, isFinally }: PipelineTask,
  { tasks, report }: { tasks: readonly PipelineTask[]; report: Report },
): void {
  const runAfter = part.at('runAfter');
  if (isFinally && runAfter.items.length > 0)
    return report({
      ...{ severity: 'error', path: runAfter.path },
      message: say('lintFinallyOrder'),
    });
  const names = tasks.filter(each => !each.isFinally).map(({ name }) => name);
  for (const { text: after, path } of runAfter.items)
    if (after !== undefined && !names.includes(after))
      report({
        ...{ severity: 'error', path },
        message: say('lintUnknownRunAfter', { task, after }),
        hint: namesHint(
          after,
          names.filter(name => name !== task),
        ),
      });
  return undefined;
}

/** Each ring of tasks once. */
function checkCycles(tasks: readonly PipelineTask[], report: Report): void {
  const byName = new Map(tasks.filter(task => !task.isFinally).map(task => [task.name, task]));
  const done = new Set<string>();
  const visit = (name: string, way: readonly string[]): void => {
    const start = way.indexOf(name);
    const task = byName.get(name);
    if (task === undefined) return;
    if (start >= 0) {
      const cycle = [...way.slice(start), name];
      // A reference to its own result has been told already.
      if (cycle.length > 2 || runAfterOf(task).includes(name))
        report({
          ...{ severity: 'error', path: task.part.path },
          message: say('lintCycle', { cycle: cycle.join(' → ') }),
          hint: say('lintBreakCycle'),
        });
      return;
    }
    if (done.has(name)) return;
    done.add(name);
    for (const before of waitsFor(task)) visit(before, [...way, name]);
  };
  for (const name of byName.keys()) visit(name, []);
}

function runAfterOf({ part }: PipelineTask): readonly string[] {
  return part.at('runAfter').items.flatMap(({ text }) => text ?? []);
}

function waitsFor(task: PipelineTask): readonly string[] {
  const results = variablesIn(task.part.without('taskSpec', 'pipelineSpec')).flatMap(variable =>
    variable.kind === 'task-result' ? [variable.task] : [],
  );
  return [...new Set([...runAfterOf(task), ...results])];
}
