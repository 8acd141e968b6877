import type { Part, Path } from './Part';

/** A `$(…)` in a text of a definition. */
export type Variable = { readonly path: Path; readonly text: string } & (
  | { readonly kind: 'param' | 'workspace' | 'result'; readonly name: string }
  | {
      readonly kind: 'task-result';
      readonly task: string;
      readonly result: string;
      readonly isFinally: boolean;
      /** `[*]`: all of an array, or of the runs of a matrix. */
      readonly isWhole: boolean;
    }
  | { readonly kind: 'task-status'; readonly task: string }
  | { readonly kind: 'all-status' }
);

const VARIABLE = /\$\(([^()\s]+)\)/g;
const NAME = String.raw`(?:\.([^.[\]]+)|\[["']([^"']+)["']\])`;
const OWN = new RegExp(`^(params|workspaces|results)${NAME}`);
const TASK_RESULT = new RegExp(String.raw`^(tasks|finally)\.([^.]+)\.results${NAME}(.*)$`);
const TASK_STATUS = /^tasks\.([^.]+)\.(?:status|reason)$/;

const KINDS = { params: 'param', workspaces: 'workspace', results: 'result' } as const;

/** All variables in a part of a definition, in the order of its fields. */
export function variablesIn(part: Part): readonly Variable[] {
  return part.texts.flatMap(({ value, path }) =>
    [...String(value).matchAll(VARIABLE)].flatMap(([text, inner = '']) => {
      const variable = readVariable(inner);
      return variable === undefined ? [] : [{ ...variable, path, text }];
    }),
  );
}

type Read<T> = T extends unknown ? Omit<T, 'path' | 'text'> : never;

function readVariable(inner: string): Read<Variable> | undefined {
  const own = OWN.exec(inner);
  const name = own?.[2] ?? own?.[3];
  if (own !== null && name !== undefined)
    return { kind: KINDS[own[1] as keyof typeof KINDS], name };
  const result = TASK_RESULT.exec(inner);
  if (result !== null) {
    const [, section, task = '', dotted, quoted, rest = ''] = result;
    return {
      kind: 'task-result',
      ...{ task, result: dotted ?? quoted ?? '' },
      isFinally: section === 'finally',
      isWhole: rest.startsWith('[*]'),
    };
  }
  if (inner === 'tasks.status') return { kind: 'all-status' };
  const status = TASK_STATUS.exec(inner);
  return status === null ? undefined : { kind: 'task-status', task: status[1] ?? '' };
}
