import { say } from '../promotion/phrases';
import type { Report } from './LintFinding';
import { namesOf } from './lintChecks';
import type { Part } from './Part';
import type { PipelineTask } from './PipelineTask';

/** Tekton's `default-max-matrix-combinations-count`. */
const MOST_RUNS = 256;

/** A task that runs once for each combination. */
export function lintMatrix({ name: task, part }: PipelineTask, report: Report): void {
  const params = part.at('matrix', 'params').items;
  const single = namesOf(part.at('params').items);
  for (const param of params) {
    const name = param.at('name').text ?? '';
    if (single.includes(name))
      report({
        ...{ severity: 'error', path: param.path },
        message: say('lintMatrixAndParam', { task, name }),
      });
    if (param.at('value').isThere && sizeOf(param.at('value')) === undefined)
      report({
        ...{ severity: 'error', path: param.at('value').path },
        message: say('lintMatrixList', { task, name }),
      });
  }
  const sizes = params.map(param => sizeOf(param.at('value')));
  const count = sizes.reduce<number>(
    (product, size) => product * (typeof size === 'number' ? size : 1),
    1,
  );
  if (count > MOST_RUNS)
    report({
      ...{ severity: 'error', path: part.at('matrix').path },
      message: say('lintMatrixSize', { task, count, most: MOST_RUNS }),
    });
}

/** How many values, as far as that is written here; undefined where it is no list. */
function sizeOf(value: Part): number | 'unknown' | undefined {
  if (Array.isArray(value.value)) return value.items.length;
  return /^\$\([^()]+\[\*\]\)$/.test(value.text ?? '') ? 'unknown' : undefined;
}
