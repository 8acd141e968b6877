export const gpuField = {
  clusterFirst: 'Choose a cluster first.',
  failed: 'What the cluster has could not be read',
  none: 'No node of {{cluster}} offers a GPU. Choose another cluster, or leave it out.',
  no: 'No GPU',
  other: '{{cluster}} does not offer {{resource}}. Choose another.',
  hidden: 'You may not see the nodes, so that more may be there, or less: {{reason}}',
  count: 'How many',
  onNode: 'The largest node has {{amount}}.',
  left: 'The quota of the namespace leaves {{amount}}.',
  tooMany: 'At most {{amount}} of {{resource}} can be had here.',
} as const;
