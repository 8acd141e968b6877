import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { sayPhrase } from '@kubemate/operations-common';
import type { Phrase } from '@kubemate/operations-common';
import { isObjectPhraseCode } from '@kubemate/plugin-clusters-common';
import { useCallback } from 'react';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';

/** Says the server's sentences on objects in the language of the page. */
export function useSay(): (phrase: Phrase) => string | undefined {
  const { t } = useTranslationRef(clustersTranslationRef);
  return useCallback(
    (phrase: Phrase) =>
      sayPhrase(phrase, (code, values) =>
        isObjectPhraseCode(code) ? t(`phrase.${code}`, values as never) : undefined,
      ),
    [t],
  );
}
