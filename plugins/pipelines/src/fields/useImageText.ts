import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { parseImage } from '@kubemate/plugin-pipelines-common';
import type { ImageLook, ImageRegistryList } from '@kubemate/plugin-pipelines-common';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';
import { askedOf, nameProblem, repositoryOf, type ImageOptions } from './imageChoices';

export interface ImageText {
  readonly text: string;
  readonly isWrong: boolean;
}

/** What the field says of the name in it; undefined where there is none. */
export function useImageText(options: ImageOptions) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  return (value: string, look: ImageLook | undefined): ImageText | undefined => {
    if (value === '') return undefined;
    const problem = nameProblem(value, options);
    const hint = t(options.tag === false ? 'fields.repositoryHint' : 'fields.imageHint');
    // A colon with nothing behind: a tag is being chosen.
    const isUnfinished = problem === 'malformed' && askedOf(value) !== undefined;
    if (isUnfinished) return undefined;
    if (problem !== undefined)
      return { text: t(`fields.image.${problem}`, { hint }), isWrong: true };
    if (look === undefined) return { text: t('fields.image.looking'), isWrong: false };
    const { registry, state, found } = look;
    const repository = repositoryOf(value);
    const isKept = (text: string, isWrong = false) => ({ text, isWrong });
    switch (state) {
      case 'no-registry':
        return isKept(t('fields.image.noRegistry', { registry }));
      case 'not-offered':
        return isKept(t('fields.image.notOffered'));
      case 'absent':
        return isKept(t('fields.image.absent', { registry, repository }), true);
      case 'forbidden':
      case 'unreachable':
        return isKept(t(`fields.image.${state}`, { registry }));
      default:
    }
    if (found === undefined)
      return isKept(
        t(options.tag === false ? 'fields.image.repository' : 'fields.image.chooseTag'),
      );
    if (found.digest !== undefined)
      return isKept(t('fields.image.found', { digest: found.digest }));
    const { tag, digest } = parseImage(value) ?? {};
    return isKept(t('fields.image.noTag', { tag: digest ?? tag ?? '', repository }), true);
  };
}

/** Why some registry offers nothing; undefined where all do. */
export function useRegistryText() {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  return (list: ImageRegistryList | undefined): string | undefined => {
    const texts = (['not-listed', 'unreachable'] as const).flatMap(state => {
      const hosts = list?.registries.filter(each => each.state === state).map(({ host }) => host);
      if (hosts === undefined || hosts.length === 0) return [];
      const key = state === 'unreachable' ? 'fields.unreachable' : 'fields.unlisted';
      return [t(key, { hosts: hosts.join(', ') })];
    });
    return texts.length === 0 ? undefined : texts.join(' ');
  };
}
