import {
  coreExtensionData,
  createFrontendModule,
  ExtensionBoundary,
} from '@backstage/frontend-plugin-api';
import scaffolderPlugin from '@backstage/plugin-scaffolder/alpha';
import { Route, Routes } from 'react-router-dom';

// Backstage's sub-page is the list of templates and, below it, the form of each. The list is the portal's, the form stays.
const templatesPage = scaffolderPlugin.getExtension('sub-page:scaffolder/templates').override({
  *factory(original, { node }) {
    const output = original();
    const list = ExtensionBoundary.lazy(node, () =>
      import('./TemplatesPage').then(module => <module.TemplatesPage />),
    );
    yield* output;
    yield coreExtensionData.reactElement(
      <Routes>
        <Route index element={list} />
        <Route path="*" element={output.get(coreExtensionData.reactElement)} />
      </Routes>,
    );
  },
});

/** What the portal has in place of parts of Backstage's scaffolder. */
export const createModule = createFrontendModule({
  pluginId: 'scaffolder',
  extensions: [templatesPage],
});
