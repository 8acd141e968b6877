import { appLanguageApiRef } from '@backstage/core-plugin-api/alpha';
import { ApiBlueprint, useApi } from '@backstage/frontend-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { wordsOf } from '@kubemate/plugin-template-runs-common';
import { templateWordsApiRef, type TemplateSay } from '@kubemate/ui';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

/** Says texts of several templates in the language of the page; as they are until the catalog has answered. */
function useTemplateSay(templates: readonly string[]): TemplateSay {
  const catalog = useApi(catalogApiRef);
  const { language } = useApi(appLanguageApiRef).getLanguage();
  const refs = [...new Set(templates)].sort();
  const { data } = useQuery({
    queryKey: ['catalog', 'templates-words', refs],
    queryFn: async () => {
      const { items } = await catalog.getEntitiesByRefs({ entityRefs: refs });
      return items.map((entity, at) => [refs[at] ?? '', entity?.metadata] as const);
    },
    enabled: refs.length > 0,
  });
  return useMemo(() => {
    const says = new Map(
      data?.map(([ref, metadata]) => [ref, wordsOf(metadata, language)] as const),
    );
    return (template, text) => says.get(template)?.(text) ?? text;
  }, [data, language]);
}

/** The words of templates, for pages of plugins that tell of them. */
export const templateWordsApi = ApiBlueprint.make({
  name: 'template-words',
  params: defineParams =>
    defineParams({
      api: templateWordsApiRef,
      deps: {},
      factory: () => ({ useSay: useTemplateSay }),
    }),
});
