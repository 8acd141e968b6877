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
  return (hasParams ? included.reduce(include, all) : included).map(byName);
}

/** Tekton orders the parameters of a combination by their names. */
function byName(params: readonly Param[]): Param[] {
  return [...params].sort((left, right) => (left.name < right.name ? -1 : 1));
}

/** What a run of the matrix is called: by the `include`s whose values it has. */
export function displayName(
  { matrix }: PipelineTask,
  params: readonly Param[],
): string | undefined {
  const has = (wanted: Param) =>
    params.some(({ name, value }) => name === wanted.name && value === wanted.value);
  const names = (matrix?.include ?? []).flatMap(({ name, params: wanted = [] }) =>
    name && wanted.every(has) ? [name] : [],
  );
  return names.length === 0 ? undefined : names.join(' ');
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
