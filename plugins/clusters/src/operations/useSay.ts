import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { teller } from '@kubemate/operations-common';
import type { Phrase } from '@kubemate/operations-common';
import { isObjectPhraseCode } from '@kubemate/plugin-clusters-common';
import { useMemo } from 'react';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';

/** Says the server's sentences on objects in the language of the page. */
export function useSay(): (phrase: Phrase) => string | undefined {
  const { t } = useTranslationRef(clustersTranslationRef);
  return useMemo(
    () => teller(isObjectPhraseCode, (code, values) => t(`phrase.${code}`, values)),
    [t],
  );
}
