import { useApi } from '@backstage/frontend-plugin-api';
import { appLanguageApiRef } from '@backstage/core-plugin-api/alpha';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { wordsOf, type SayText } from '@kubemate/plugin-template-runs-common';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

/** Says texts of a template in the language of the page; as they are until the catalog has answered. */
export function useTemplateWords(templateRef: string): SayText {
  const catalog = useApi(catalogApiRef);
  const { language } = useApi(appLanguageApiRef).getLanguage();
  const { data: metadata } = useQuery({
    queryKey: ['catalog', 'template-words', templateRef],
    queryFn: async () => (await catalog.getEntityByRef(templateRef))?.metadata ?? null,
  });
  return useMemo(() => wordsOf(metadata ?? undefined, language), [metadata, language]);
}
