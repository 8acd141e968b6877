import { type AppLanguageApi, appLanguageApiRef } from '@backstage/core-plugin-api/alpha';
import { ApiBlueprint, type AnyApiFactory, type ApiRef } from '@backstage/frontend-plugin-api';
import { type CatalogApi, catalogApiRef } from '@backstage/plugin-catalog-react';
import type { WordsSource } from './scaffolderInWords';

/** An API of Backstage, in whose place stands what `wrap` makes of it: the same in the language of the page. */
export function apiInWords<A>(
  original: AnyApiFactory,
  { api, wrap }: { api: ApiRef<A>; wrap: (inner: A, source: WordsSource) => A },
) {
  return ApiBlueprint.dataRefs.factory({
    api,
    deps: { ...original.deps, wordsCatalog: catalogApiRef, wordsLanguage: appLanguageApiRef },
    factory: given => {
      // What the names above stand for; those of the original are not known here.
      const { wordsCatalog, wordsLanguage } = given as {
        wordsCatalog: CatalogApi;
        wordsLanguage: AppLanguageApi;
      };
      return wrap(original.factory(given) as A, {
        language: () => wordsLanguage.getLanguage().language,
        metadataOf: async ref => (await wordsCatalog.getEntityByRef(ref))?.metadata,
      });
    },
  });
}
