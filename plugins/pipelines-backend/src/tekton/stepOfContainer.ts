const STEP = 'step-';

/** The container that Tekton makes of a step. */
export function containerOfStep(step: string): string {
  return `${STEP}${step}`;
}

/** The step whose container this is; undefined for Tekton's own and for sidecars. */
export function stepOfContainer(container: string): string | undefined {
  return container.startsWith(STEP) ? container.slice(STEP.length) : undefined;
}
