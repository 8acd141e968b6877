import { parseImage } from '@kubemate/plugin-pipelines-common';
import type { ImageLook, ImageRegistryList } from '@kubemate/plugin-pipelines-common';

/** Options of `ui:field: KubemateImage`. */
export interface ImageOptions {
  /** Refuses a tag that is not there. */
  readonly mustExist?: boolean;
  /** `false` where the repository alone is asked for. */
  readonly tag?: boolean;
}

/** What is wrong with a name, before any registry is asked. */
export type NameProblem = 'malformed' | 'tagged';

export function nameProblem(text: string, { tag = true }: ImageOptions): NameProblem | undefined {
  const image = parseImage(text);
  if (image === undefined) return 'malformed';
  return !tag && (image.tag ?? image.digest) !== undefined ? 'tagged' : undefined;
}

/** The repository of a name, with its host where one is written; the whole where it has no tag. */
export function repositoryOf(text: string): string {
  const [named = ''] = text.split('@');
  const colon = named.indexOf(':', named.lastIndexOf('/') + 1);
  return colon < 0 ? named : named.slice(0, colon);
}

/** What is asked of the registry as one types; a colon with nothing behind asks for the tags. */
export function askedOf(text: string): string | undefined {
  if (parseImage(text) !== undefined) return text;
  const repository = repositoryOf(text);
  return text === `${repository}:` && parseImage(repository) !== undefined ? repository : undefined;
}

/** Whole names: tags of the repository that is typed, and repositories. */
export function imageChoices(given: {
  text: string;
  list: ImageRegistryList | undefined;
  look: ImageLook | undefined;
  options: ImageOptions;
}): string[] {
  const { text, list, look, options } = given;
  const repository = repositoryOf(text);
  const tags =
    options.tag === false || text === ''
      ? []
      : (look?.tags ?? []).map(tag => `${repository}:${tag}`);
  const repositories = list?.registries.flatMap(registry => registry.repositories) ?? [];
  return [...tags, ...repositories];
}
