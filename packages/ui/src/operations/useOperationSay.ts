import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  isOperationPhraseCode,
  operationNamed,
  teller,
  withInner,
} from '@kubemate/operations-common';
import { useMemo } from 'react';
import { uiTranslationRef } from '../i18n/uiTranslationRef';
import type { Say } from './inWords';

/**
 * Says a domain's sentences, by what is given, and those that every operation may say, in the language of the page. `titleOf` has what the page calls an operation;
 * others are called by their English title.
 */
export function useOperationSay(
  say: Say | undefined,
  titleOf?: (operation: string) => string | undefined,
): Say {
  const { t } = useTranslationRef(uiTranslationRef);
  return useMemo(() => {
    const common = teller(isOperationPhraseCode, (code, values) => t(`phrase.${code}`, values));
    const tell: Say = phrase => {
      const operation = operationNamed(phrase);
      if (operation !== undefined) return titleOf?.(operation);
      // What is undone, or why somebody may not, is said by its own domain.
      return say?.(phrase) ?? common(withInner(phrase, inner => tell(inner) ?? inner.text));
    };
    return tell;
  }, [say, t, titleOf]);
}
