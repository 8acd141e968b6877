import type { Board, BoardTransition } from '@kubemate/plugin-pipelines-common';

/** Where a transition leads from and to, with the image that the person sees in the first. */
export function routeOf(board: Board, { from, to }: BoardTransition) {
  const find = (name: string) => board.environments.find(each => each.name === name);
  const source = find(from);
  const running = source?.state === 'running' ? source.image : undefined;
  return {
    ...{ from, to },
    image: running?.digest ?? running?.image,
    names: { from: source?.title ?? from, to: find(to)?.title ?? to },
  };
}
