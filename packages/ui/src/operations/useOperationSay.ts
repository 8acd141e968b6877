import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { isOperationPhraseCode, teller, withInner } from '@kubemate/operations-common';
import { useMemo } from 'react';
import { uiTranslationRef } from '../i18n/uiTranslationRef';
import type { Say } from './inWords';

/** Says a domain's sentences, by what is given, and those that every operation may say, in the language of the page. */
export function useOperationSay(say: Say | undefined): Say {
  const { t } = useTranslationRef(uiTranslationRef);
  return useMemo(() => {
    const common = teller(isOperationPhraseCode, (code, values) => t(`phrase.${code}`, values));
    // What is undone, or why somebody may not, is said by its own domain.
    const tell: Say = phrase =>
      say?.(phrase) ?? common(withInner(phrase, inner => tell(inner) ?? inner.text));
    return tell;
  }, [say, t]);
}
