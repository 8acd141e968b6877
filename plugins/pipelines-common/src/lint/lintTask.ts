import { say } from '../promotion/phrases';
import { checkDeclared, checkNames, checkUsed, namesOf } from './lintChecks';
import type { Report } from './LintFinding';
import type { Part } from './Part';
import { variablesIn } from './variables';

/**
 * Checks the spec of a Task.
 * @param outer - parameters and workspaces that a Pipeline hands down to a Task that is written into it
 */
export function lintTask(
  spec: Part,
  {
    report,
    outer,
  }: { report: Report; outer?: { params: readonly string[]; workspaces: readonly string[] } },
): void {
  const lists = {
    params: spec.at('params').items,
    workspaces: spec.at('workspaces').items,
    results: spec.at('results').items,
    steps: spec.at('steps').items,
  };
  for (const items of Object.values(lists)) checkNames(items, report);
  if (lists.steps.length === 0)
    report({ severity: 'error', path: spec.path, message: say('lintNoSteps') });
  const image = spec.at('stepTemplate', 'image');
  if (image.isThere) checkImage(image, report);
  for (const [index, step] of lists.steps.entries())
    checkStep(step, {
      report,
      name: step.at('name').text ?? `#${index + 1}`,
      hasImage: image.isThere,
    });
  for (const sidecar of spec.at('sidecars').items) checkImage(sidecar.at('image'), report);
  checkVariables(spec, { lists, report, outer });
}

function checkStep(
  step: Part,
  { report, name, hasImage }: { report: Report; name: string; hasImage: boolean },
): void {
  const image = step.at('image');
  const script = step.at('script');
  if (step.at('ref').isThere) return;
  if (image.isThere) checkImage(image, report);
  else if (!hasImage)
    report({ severity: 'error', path: step.path, message: say('lintNoImage', { step: name }) });
  if (script.text === undefined) return;
  if (step.at('command').isThere)
    report({
      ...{ severity: 'error', path: step.at('command').path },
      message: say('lintScriptAndCommand', { step: name }),
    });
  if (!script.text.trimStart().startsWith('#!'))
    report({
      ...{ severity: 'info', path: script.path },
      message: say('lintNoShebang', { step: name }),
      hint: say('lintAddShebang'),
    });
}

function checkImage(part: Part, report: Report): void {
  const image = part.text;
  if (image === undefined || image.includes('$(') || image.includes('@')) return;
  const tag = /:([^/:]+)$/.exec(image)?.[1];
  const hint = say('lintPin');
  const { path } = part;
  if (tag === undefined || tag === 'latest') {
    const why = say(tag === undefined ? 'lintNoTag' : 'lintLatest');
    const message = say('lintFloatingImage', { image, tag: why });
    report({ severity: 'warning', path, message, hint });
  } else report({ severity: 'info', path, message: say('lintNoDigest', { image }), hint });
}

function checkVariables(
  spec: Part,
  {
    lists,
    report,
    outer,
  }: {
    lists: Record<'params' | 'workspaces' | 'results' | 'steps', readonly Part[]>;
    report: Report;
    outer?: { params: readonly string[]; workspaces: readonly string[] };
  },
): void {
  const variables = variablesIn(spec);
  const params = namesOf(lists.params);
  const workspaces = namesOf(lists.workspaces);
  const results = namesOf(lists.results);
  const given = { param: outer?.params ?? [], workspace: outer?.workspaces ?? [], result: [] };
  const declared = { param: params, workspace: workspaces, result: results };
  for (const kind of ['param', 'workspace', 'result'] as const)
    checkDeclared(variables, { kind, names: [...declared[kind], ...given[kind]], report });
  // What a StepAction does with them is not written here.
  if (lists.steps.some(step => step.at('ref').isThere)) return;
  const uses = (kind: string, name: string) =>
    variables.some(each => each.kind === kind && 'name' in each && each.name === name);
  const texts = spec.texts.map(({ text = '' }) => text);
  const says = (words: string) => texts.some(text => text.includes(words));
  const isolated = [...lists.steps, ...spec.at('sidecars').items].flatMap(step =>
    namesOf(step.at('workspaces').items),
  );
  const mounted = (name: string) =>
    says(
      lists.workspaces.find(each => each.at('name').text === name)?.at('mountPath').text ??
        `/workspace/${name}`,
    );
  checkUsed(lists.params, {
    ...{ code: 'lintUnusedParam', report },
    isUsed: name => uses('param', name),
  });
  checkUsed(lists.workspaces, {
    ...{ code: 'lintUnusedWorkspace', report },
    isUsed: name => uses('workspace', name) || isolated.includes(name) || mounted(name),
  });
  for (const result of lists.results) {
    const name = result.at('name').text;
    const isWritten =
      name === undefined ||
      result.at('value').isThere ||
      uses('result', name) ||
      says(`/tekton/results/${name}`);
    if (!isWritten)
      report({
        ...{ severity: 'warning', path: result.at('name').path },
        message: say('lintUnwrittenResult', { name }),
        hint: say('lintWriteResult', { name }),
      });
  }
}
