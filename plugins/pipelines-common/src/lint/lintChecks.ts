import type { PhraseCode } from '../promotion/phrases';
import { say } from '../promotion/phrases';
import type { Report } from './LintFinding';
import { nearest } from './nearest';
import type { Part } from './Part';
import type { Variable } from './variables';

/** Which name was meant, or which there are. */
export function namesHint(name: string, names: readonly string[]) {
  const meant = nearest(name, names);
  if (meant !== undefined) return say('lintMeant', { name: meant });
  return names.length === 0
    ? say('lintThereIsNone')
    : say('lintThereAre', { names: [...names].sort().join(', ') });
}

/** Names of a list have to differ. */
export function checkNames(items: readonly Part[], report: Report): void {
  const seen = new Set<string>();
  for (const item of items) {
    const name = item.at('name').text;
    if (name === undefined) continue;
    if (seen.has(name))
      report({
        severity: 'error',
        path: item.at('name').path,
        message: say('lintTwice', { name }),
      });
    seen.add(name);
  }
}

export function namesOf(items: readonly Part[]): readonly string[] {
  return items.flatMap(item => item.at('name').text ?? []);
}

const UNDECLARED = {
  param: 'lintUndeclaredParam',
  workspace: 'lintUndeclaredWorkspace',
  result: 'lintUndeclaredResult',
} as const satisfies Record<string, PhraseCode>;

/** Variables of one kind that stand for nothing. */
export function checkDeclared(
  variables: readonly Variable[],
  {
    kind,
    names,
    report,
  }: { kind: keyof typeof UNDECLARED; names: readonly string[]; report: Report },
): void {
  for (const variable of variables) {
    if (variable.kind !== kind || names.includes(variable.name)) continue;
    const { name, text, path } = variable;
    report({
      ...{ severity: 'error', path },
      message: say(UNDECLARED[kind], { variable: text, name }),
      hint: namesHint(name, names),
    });
  }
}

/** What is declared and then left alone. */
export function checkUsed(
  declared: readonly Part[],
  {
    code,
    isUsed,
    report,
  }: {
    code: 'lintUnusedParam' | 'lintUnusedWorkspace';
    isUsed(name: string): boolean;
    report: Report;
  },
): void {
  for (const part of declared) {
    const name = part.at('name').text;
    if (name === undefined || isUsed(name)) continue;
    report({
      ...{ severity: 'warning', path: part.at('name').path },
      message: say(code, { name }),
      hint: say('lintRemoveOrUse'),
    });
  }
}
