import type { Param, PipelineTask } from '../objects/tekton';

/** The combinations of a matrix, in the order in which Tekton numbers their TaskRuns; one empty one without a matrix. */
export function combinations({ matrix }: PipelineTask): Param[][] {
  if (matrix === undefined) return [[]];
  let all: Param[][] = [[]];
  for (const { name, value } of matrix.params ?? []) {
    const values = Array.isArray(value) ? value : [];
    const before = all;
    all = values.flatMap(item => before.map(params => [...params, { name, value: item }]));
  }
  const hasParams = (matrix.params ?? []).length > 0;
  const included = (matrix.include ?? []).map(({ params = [] }) => params);
  if (!hasParams) return included;
  return included.reduce(include, all);
}

/** Values of an `include` join the combinations they agree with; one that agrees with none stands alone. */
function include(all: readonly Param[][], extra: readonly Param[]): Param[][] {
  const agrees = (params: readonly Param[]) =>
    extra.every(({ name, value }) => {
      const known = params.find(param => param.name === name);
      return known === undefined || known.value === value;
    });
  if (!all.some(agrees)) return [...all, [...extra]];
  return all.map(params => {
    if (!agrees(params)) return params;
    const names = new Set(params.map(({ name }) => name));
    return [...params, ...extra.filter(({ name }) => !names.has(name))];
  });
}
