import { createTranslationRef } from '@backstage/frontend-plugin-api';
import { phrases } from './en/phrases';
import { repositories } from './en/repositories';

/** Every word of this plugin's screens. */
export const repositoriesTranslationRef = createTranslationRef({
  id: 'repositories',
  messages: { ...repositories, ...phrases },
  translations: { zh: () => import('./zh') },
});
