import type { Board, RunRef } from '@kubemate/plugin-pipelines-common';

/** The run that has made what an environment has, as the gates know it that stand behind any environment with the same image. */
export function builtBy(
  { environments, transitions }: Board,
  environment: string,
): RunRef | undefined {
  const imageOf = (name: string) => {
    const found = environments.find(each => each.name === name);
    return found?.state === 'running' ? (found.image.digest ?? found.image.image) : undefined;
  };
  const image = imageOf(environment);
  const gates = transitions.flatMap(({ from, gates: all }) =>
    image !== undefined && imageOf(from) === image ? all : [],
  );
  return gates.flatMap(gate => (gate.kind === 'pipeline-passed' && gate.run ? [gate.run] : []))[0];
}
