import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';

/** What a list of choices says of itself, in the language of the page. */
export function useChoiceTexts(noOptionsText: string) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  return {
    openText: t('fields.open'),
    closeText: t('fields.close'),
    clearText: t('fields.clear'),
    noOptionsText,
  };
}
