/** What plans of editing objects and of terminals say, in English; part of `OBJECT_PHRASES`. */
export const EDIT_PHRASES = {
  editKeys: 'Edit {{keys}} of {{object}}',
  editNothing: 'Edit nothing of {{object}}',
  isImmutable: 'It is immutable: make another one, and point to that',
  seenAfterRestart: 'What reads it as environment variables sees it after a restart',
  reveal: 'Reveal {{keys}} of {{object}}',
  revealAll: 'Reveal all values of {{object}}',
  editLabels: 'Edit the labels of {{object}}',
  editAnnotations: 'Edit the annotations of {{object}}',
  editMetadata: 'Edit the labels and annotations of {{object}}',
  resize: 'Resize {{object}} from {{from}} to {{size}}',
  notSmaller: 'It has {{size}}: a volume cannot be made smaller',
  doesNotGrow: 'Its storage class {{name}} does not let volumes grow (allowVolumeExpansion)',
  neverSmaller: 'A volume never becomes smaller again',
  rollBack: 'Roll {{object}} back to revision {{revision}}',
  noRevision: 'The cluster has no revision {{revision}} of it any more; it has {{known}}',
  noRevisions: 'The cluster has no revision {{revision}} of it any more; it has none',
  configStays: 'ConfigMaps, Secrets and databases are not rolled back with it',
  goesWhenDone: 'It goes when these are done: {{names}}',
  quotaUnnamed:
    'A quota of {{namespace}} counts {{resources}}: pods whose containers do not name it are refused',
  quotaShort:
    'It takes {{adds}} of {{resource}}, and quota {{quota}} of {{namespace}} has {{left}} of {{hard}} left',
  // Terminals.
  joinProcess: 'Join the process of container {{container}} of Pod {{pod}}',
  runIn: 'Run {{command}} in container {{container}} of Pod {{pod}}',
  addDebug: 'Add debug container {{name}} with {{image}} to Pod {{pod}}',
  debugStays: 'It cannot be taken out again: it ends with the pod',
  two: '{{first}} and {{second}}',
} as const;
