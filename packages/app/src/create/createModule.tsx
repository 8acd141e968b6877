import {
  ApiBlueprint,
  coreExtensionData,
  createFrontendModule,
  ExtensionBoundary,
} from '@backstage/frontend-plugin-api';
import scaffolderPlugin from '@backstage/plugin-scaffolder/alpha';
import { scaffolderApiRef } from '@backstage/plugin-scaffolder-react';
import { TemplateRunsClient } from '@kubemate/plugin-template-runs-common';
import { clientApi } from '@kubemate/ui';
import { Route, Routes } from 'react-router-dom';
import { templateRunsApiRef } from './templateRunsApiRef';
import { apiInWords } from './words/apiInWords';
import { scaffolderInWords } from './words/scaffolderInWords';

// Backstage's sub-page is the list of templates and, below it, the form of each. Both are the portal's: the form is Backstage's with another last page.
const templatesPage = scaffolderPlugin.getExtension('sub-page:scaffolder/templates').override({
  *factory(original, { node }) {
    const output = original();
    const list = ExtensionBoundary.lazy(node, () =>
      import('./TemplatesPage').then(module => <module.TemplatesPage />),
    );
    const form = ExtensionBoundary.lazy(node, () =>
      import('./form/TemplateFormPage').then(module => <module.TemplateFormPage />),
    );
    yield* output;
    yield coreExtensionData.reactElement(
      <Routes>
        <Route index element={list} />
        <Route path=":namespace/:templateName" element={form} />
        <Route path="*" element={output.get(coreExtensionData.reactElement)} />
      </Routes>,
    );
  },
});

// A run's own page stays Backstage's; above it is the way to undo the run, and below its address what that would do.
const runsPage = scaffolderPlugin.getExtension('sub-page:scaffolder/tasks').override({
  *factory(original, { node }) {
    const output = original();
    const bar = ExtensionBoundary.lazy(node, () =>
      import('./RunUndoBar').then(module => <module.RunUndoBar />),
    );
    const undo = ExtensionBoundary.lazy(node, () =>
      import('./UndoPage').then(module => <module.UndoPage />),
    );
    yield* output;
    const stock = output.get(coreExtensionData.reactElement);
    yield coreExtensionData.reactElement(
      <>
        <Routes>
          <Route path=":taskId" element={bar} />
          <Route path="*" element={null} />
        </Routes>
        <Routes>
          <Route path=":taskId/undo" element={undo} />
          <Route path="*" element={stock} />
        </Routes>
      </>,
    );
  },
});

// Backstage's client, whose forms and runs are in the language of the page.
const scaffolderApi = scaffolderPlugin.getExtension('api:scaffolder').override({
  *factory(original) {
    yield apiInWords(original().get(ApiBlueprint.dataRefs.factory), {
      api: scaffolderApiRef,
      wrap: scaffolderInWords,
    });
  },
});

const templateRunsApi = clientApi(templateRunsApiRef, TemplateRunsClient, 'template-runs');

/** What the portal has in place of parts of Backstage's scaffolder. */
export const createModule = createFrontendModule({
  pluginId: 'scaffolder',
  extensions: [templatesPage, runsPage, scaffolderApi, templateRunsApi],
});
