import type { TranslationFunction } from '@backstage/frontend-plugin-api';
import type { uiTranslationRef } from '../i18n/uiTranslationRef';

type Translate = TranslationFunction<(typeof uiTranslationRef)['T']>;

/** What the editor itself says, by the English words it asks for. */
export function editorPhrases(t: Translate): Record<string, string> {
  return {
    Find: t('yaml.find'),
    next: t('yaml.next'),
    previous: t('yaml.previous'),
    all: t('yaml.all'),
    'match case': t('yaml.matchCase'),
    regexp: t('yaml.regexp'),
    'by word': t('yaml.byWord'),
    close: t('yaml.close'),
    'current match': t('yaml.currentMatch'),
    'on line': t('yaml.onLine'),
    'Fold line': t('yaml.fold'),
    'Unfold line': t('yaml.unfold'),
    'folded code': t('yaml.folded'),
    unfold: t('yaml.unfold'),
  };
}
