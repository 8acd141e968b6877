export const palette = {
  recent: 'Recently viewed',
  pages: 'Pages',
  clusters: 'Clusters',
  kinds: 'Kinds',
  objects: 'Objects',
  open: 'Search everything',
  failed: 'Some clusters did not answer: {{clusters}}',
  sourcesFailed: 'Could not be searched: {{names}}. Load the page again to try once more.',
} as const;
