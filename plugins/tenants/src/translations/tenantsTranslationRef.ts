import { createTranslationRef } from '@backstage/frontend-plugin-api';
import { access } from './en/access';
import { entity } from './en/entity';
import { form } from './en/form';
import { phrases } from './en/phrases';
import { tenants } from './en/tenants';

/** Every word of this plugin's screens. */
export const tenantsTranslationRef = createTranslationRef({
  id: 'tenants',
  messages: { ...tenants, ...form, ...access, ...entity, ...phrases },
  translations: { zh: () => import('./zh') },
});
