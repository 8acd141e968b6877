export const entity = {
  running: 'Where it runs',
  pods: 'Pods',
  ready: 'Ready replicas',
  explore: 'Open in the explorer',
  none: 'No objects are named for this entity',
  noneHint:
    'Set the annotation backstage.io/kubernetes-id, or backstage.io/kubernetes-label-selector, in its catalog-info.yaml.',
  nothingRuns: 'It runs nowhere that you can see',
  nothingRunsHint: 'No Deployment, StatefulSet or DaemonSet has the labels {{labels}}.',
  nothingInNamespace: 'No Deployment, StatefulSet or DaemonSet is in this namespace.',
  attention: 'Needs attention',
  activityGap: 'Events of clusters are missing: {{reason}}',
  parts: 'Components and how they do',
  otherParts: 'Show the other {{number}}',
  partsFailed: 'The components could not be loaded',
  clusterFailed: 'The cluster could not be loaded',
} as const;
