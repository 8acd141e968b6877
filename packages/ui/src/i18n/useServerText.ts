import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { readSentence, sayPhrase, type ServerSentenceCode } from '@kubemate/operations-common';
import { useMemo } from 'react';
import { uiTranslationRef } from './uiTranslationRef';

/** Says a sentence of the server in the language of the page; one that is not known stays as it is. */
export function useServerText(): (text: string) => string {
  const { t } = useTranslationRef(uiTranslationRef);
  return useMemo(
    () => text => {
      const phrase = readSentence(text);
      if (phrase === undefined) return text;
      const said = sayPhrase(phrase, (code, values) =>
        t(`sentence.${code as ServerSentenceCode}`, values as never),
      );
      return said ?? text;
    },
    [t],
  );
}
