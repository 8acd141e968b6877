import { PluginWrapperBlueprint } from '@backstage/frontend-plugin-api';
import { QueryWrapper } from './QueryWrapper';

/** The extension that gives all pages of a plugin one query cache. */
export const pluginQueries = PluginWrapperBlueprint.make({
  params: defineParams => defineParams({ loader: async () => ({ component: QueryWrapper }) }),
});
