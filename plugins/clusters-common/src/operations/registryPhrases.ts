/** What plans of adding and changing clusters say, in English; part of `OBJECT_PHRASES`. */
export const REGISTRY_PHRASES = {
  clusterProbe: 'Probe a cluster',
  clusterAdd: 'Add cluster {{cluster}}',
  clusterAddAt: 'Add cluster {{cluster}} at {{server}}',
  clusterChange: 'Change cluster {{cluster}}',
  clusterRemove: 'Remove cluster {{cluster}}',
  clusterRotate: 'Rotate the credential of {{cluster}}',
  clusterForgets:
    'Its credential is forgotten: to add the cluster again you need it, or another one.',
  clusterRevoke: 'The credential goes on to be valid on the cluster; revoke it there.',
  clusterTaken: 'There is a cluster named {{cluster}} already',
  clusterSelf:
    'Identity self is refused while the portal listens on more than loopback: everyone who reaches it would act with the portal’s own rights',
  clusterUnusable: '{{server}} cannot be used: {{reason}}',
  probeFailed: 'the probe failed',
  credentialMayNot: 'The credential may not {{rights}}.',
  credentialExcess: 'The credential may {{right}}, which the portal never needs: give it less.',
  credentialEnds: 'The credential ends on {{at}}.',
  addressChanges: 'The address changes from {{from}} to {{to}}.',
} as const;
