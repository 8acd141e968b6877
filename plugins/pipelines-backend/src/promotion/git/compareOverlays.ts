import type { BackstageCredentials, BackstageUserPrincipal } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import type { OverlayComparison } from '@kubemate/plugin-pipelines-common';
import type { Promotions } from '../Promotions';
import { folderOf } from './pathOf';

const MAX_COMMITS = 20;
const MAX_TEXT = 20_000;

/**
 * What a component's repository has between two environments, as the asker may read it.
 * @throws NotFoundError where the component is not promoted through git
 */
export async function compareOverlays(
  ref: string,
  options: {
    from: string;
    to: string;
    promotions: Promotions;
    asker: { readonly credentials: BackstageCredentials<BackstageUserPrincipal> };
  },
): Promise<OverlayComparison> {
  const { promotions, asker } = options;
  const { from: source, to: target } = promotions.step(options);
  const component = await promotions.components.get(ref, asker.credentials);
  const { git } = component;
  if (git === undefined)
    throw new NotFoundError(`${component.name} is not promoted through a repository`);
  const [from, to] = [folderOf(git, source.name), folderOf(git, target.name)];
  const repository = promotions.forge.open(git.repository, asker);
  const [before, after, ahead, [last]] = await Promise.all([
    folderOrNone(() => repository.folder(to)),
    folderOrNone(() => repository.folder(from)),
    repository.log(from, MAX_COMMITS),
    repository.log(to, 1),
  ]);
  const since = last?.at ?? 0;
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort();
  return {
    ...{ repository: git.repository, from, to },
    commits: ahead
      .filter(({ at, id }) => at >= since && id !== last?.id)
      .map(({ id, message, author, at }) => ({
        ...{ id, author, at },
        message: message.split('\n')[0] ?? '',
      })),
    files: paths.flatMap(path => {
      const [one, other] = [before.get(path), after.get(path)];
      if (one === other) return [];
      return [
        {
          path,
          ...(one === undefined ? {} : { before: one.slice(0, MAX_TEXT) }),
          ...(other === undefined ? {} : { after: other.slice(0, MAX_TEXT) }),
        },
      ];
    }),
  };
}

/** An environment that images come from may have no overlay: a pipeline sets them there. */
async function folderOrNone(
  read: () => Promise<ReadonlyMap<string, string>>,
): Promise<ReadonlyMap<string, string>> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof NotFoundError) return new Map();
    throw error;
  }
}
