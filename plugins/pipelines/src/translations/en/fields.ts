export const fields = {
  fields: {
    open: 'Show choices',
    close: 'Hide choices',
    clear: 'Choose nothing',
    clusterFirst: 'Choose a cluster first.',
    namespaceFirst: 'Choose a namespace first.',
    noPipeline: 'There is no pipeline here that you may see',
    noPipelineHint:
      'Pipelines of Tekton in your namespaces and your jobs of Jenkins can be chosen. The pipeline has to be there first.',
    otherPipeline: '{{name}} is not in {{where}}, or you may not see it. Choose another.',
    values: 'What {{name}} asks for',
    noValues: '{{name}} asks for nothing.',
    passwords: 'Passwords keep the defaults of Jenkins: {{names}}.',
  },
} as const;
