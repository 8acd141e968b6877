import { createTranslationRef } from '@backstage/frontend-plugin-api';
import { repositories } from './en/repositories';

/** Every word of this plugin's screens. */
export const repositoriesTranslationRef = createTranslationRef({
  id: 'repositories',
  messages: repositories,
  translations: { zh: () => import('./zh') },
});
