/** What plans and results of draining a node say, in English; part of `OBJECT_PHRASES`. */
export const NODE_PHRASES = {
  drain: 'Drain {{object}}: evict {{number}} pods',
  drainOne: 'Drain {{object}}: evict 1 pod',
  evicts: 'Evicts {{pods}}',
  staysThere: 'Stays: {{pods}}',
  waitsForBudget: 'Waits for a disruption budget: {{pods}}. {{why}}',
  podsWhy: '{{pods}}: {{why}}',
  andThese: '{{first}}; {{rest}}',
  namesAndMore: '{{names}} and {{number}} more',
  isStatic: 'a static pod of the node',
  daemonSetStarts: 'a DaemonSet would start it again here',
  isOfDaemonSet: 'belongs to a DaemonSet (ignoreDaemonSets leaves it)',
  nobodyStarts: 'no controller would start it again elsewhere (force evicts it)',
  hasLocalData: 'has emptyDir data that would be lost (deleteEmptyDirData evicts it)',
  // As API servers say it.
  budgetNeeds:
    'The disruption budget {{name}} needs {{needed}} healthy pods and has {{healthy}} currently',
  // What came of it.
  cordoned: 'cordoned',
  evicted: 'evicted',
  podGone: '{{pod}} has gone',
  podWaits: '{{pod}} waits: {{why}}',
  stillEnding: 'it is still ending',
  couldNotEvict: 'it could not be evicted',
  notEvicted: 'not evicted in {{seconds}} s: {{why}}',
} as const;
