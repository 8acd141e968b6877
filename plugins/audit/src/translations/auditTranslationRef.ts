import { createTranslationRef } from '@backstage/frontend-plugin-api';
import { deed } from './en/deed';
import { page } from './en/page';
import { sentence } from './en/sentence';
import { words } from './en/words';

/** Every word of this plugin's screens. */
export const auditTranslationRef = createTranslationRef({
  id: 'audit',
  messages: { ...page, ...words, deed, sentence },
  translations: { zh: () => import('./zh') },
});
