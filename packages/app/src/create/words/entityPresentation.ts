import { ApiBlueprint } from '@backstage/frontend-plugin-api';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { entityPresentationApiRef } from '@backstage/plugin-catalog-react';
import { apiInWords } from './apiInWords';
import { presentationInWords } from './presentationInWords';

/** Backstage's names of entities, with templates in the language of the page. */
export const entityPresentation = catalogPlugin
  .getExtension('api:catalog/entity-presentation')
  .override({
    *factory(original) {
      yield apiInWords(original().get(ApiBlueprint.dataRefs.factory), {
        api: entityPresentationApiRef,
        wrap: presentationInWords,
      });
    },
  });
