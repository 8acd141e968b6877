export const palette = {
  recent: 'Recently viewed',
  pages: 'Pages',
  clusters: 'Clusters',
  kinds: 'Kinds',
  objects: 'Objects',
  open: 'Search everything',
  failed: 'Some clusters did not answer: {{clusters}}',
} as const;
