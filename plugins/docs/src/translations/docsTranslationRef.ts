import { createTranslationRef } from '@backstage/frontend-plugin-api';

/** Every word of this plugin's screens. */
export const docsTranslationRef = createTranslationRef({
  id: 'docs',
  messages: {
    pages: 'Pages',
    onThisPage: 'On this page',
    search: 'Search this documentation',
    found: 'Pages that hold {{text}}',
    nothingFound: 'No page holds {{text}}',
    nothingFoundHint: 'Every word has to be in the page. Try fewer.',
    searchFailed: 'The search failed',
    source: 'Source',
    edit: 'See or change this page',
    failed: 'The documentation could not be read',
    pageFailed: 'This page could not be read',
    missing: 'There is nothing to read yet',
    missingHint:
      'The annotation {{annotation}} of this entity names a place without pages. Put a folder “docs” with an index.md there.',
    imageFailed: 'Image missing: {{alt}}',
  },
  translations: { zh: () => import('./zh') },
});
