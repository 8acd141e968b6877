import { ApiBlueprint } from '@backstage/frontend-plugin-api';
import { pluginWordsApiRef } from '@kubemate/ui';
import { usePluginSay } from './usePluginSay';

/** The words of all plugins, for receipts that stand beside one another. */
export const pluginWordsApi = ApiBlueprint.make({
  name: 'plugin-words',
  params: defineParams =>
    defineParams({
      api: pluginWordsApiRef,
      deps: {},
      factory: () => ({ useSay: usePluginSay }),
    }),
});
