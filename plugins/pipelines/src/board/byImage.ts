import type { RunningImage } from '@kubemate/plugin-pipelines-common';
import { imageName } from './environmentText';

/** What environments have in common that run the same image. */
export interface SameImage<T> {
  readonly key: string;
  /** Each runs it, in the order in which they were given. */
  readonly items: readonly [T, ...T[]];
}

/** Environments by what they run, so that what proves one image is said once. Without digest, by the name. */
export function byImage<T extends { readonly image: RunningImage }>(
  environments: readonly T[],
): readonly SameImage<T>[] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const each of environments) {
    const key = `${imageName(each.image)} ${each.image.digest ?? ''}`;
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [each]);
    else known.push(each);
  }
  return [...groups].map(([key, items]) => ({ key, items }));
}
