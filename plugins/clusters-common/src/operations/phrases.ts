import { isCodeOf, sayer } from '@kubemate/operations-common';
import { EDIT_PHRASES } from './editPhrases';
import { HELM_PHRASES } from './helmPhrases';
import { NODE_PHRASES } from './nodePhrases';
import { REGISTRY_PHRASES } from './registryPhrases';

/** What plans of operations on clusters and their objects say, in English; `{{name}}` stands for a value. The app has the same codes in its languages. */
export const OBJECT_PHRASES = {
  ...EDIT_PHRASES,
  ...HELM_PHRASES,
  ...NODE_PHRASES,
  ...REGISTRY_PHRASES,
  scale: 'Scale {{object}} from {{from}} to {{replicas}} replicas',
  scaleToOne: 'Scale {{object}} from {{from}} to 1 replica',
  scaleUnset: 'Scale {{object}} to {{replicas}} replicas',
  scaleUnsetToOne: 'Scale {{object}} to 1 replica',
  nothingRuns: 'Nothing of it will run',
  restart: 'Restart {{object}}',
  isPaused: 'Its rollout is paused: pods are replaced when it is resumed',
  onDelete: 'Its update strategy is OnDelete: pods are replaced when you delete them',
  pauseRollout: 'Pause the rollout of {{object}}',
  resumeRollout: 'Resume the rollout of {{object}}',
  setImage: 'Set the image of {{container}} in {{object}} to {{image}}',
  noContainer: 'It has no container {{container}}, but {{names}}',
  suspend: 'Suspend {{object}}',
  resume: 'Resume {{object}}',
  startJob: 'Start a Job from {{object}}',
  isSo: 'It is so already: nothing changes',
  create: 'Create {{object}}',
  change: 'Change {{object}}',
  byArgo: 'Argo CD manages it from git, and may put it back',
  byFlux: 'Flux ({{name}}) manages it from git, and puts it back',
  byHelm: 'Helm release {{name}} made it: its next upgrade may put it back',
  delete: 'Delete {{object}}',
  madeAgain: '{{owner}} makes another one in its place',
  hasFinalizers: 'It goes only when these finalizers are done: {{names}}',
  isGoing: 'It is being deleted already',
  namespaceGoes: 'Everything in the namespace goes with it, volumes included',
  volumeGoes: 'Its volume and the data on it may go with it, by the reclaim policy',
  kindGoes: 'Every object of the kind goes with it',
  orphans: 'What it owns stays, without an owner',
  evict: 'Evict {{object}}',
  noController: 'No controller starts it again elsewhere',
  cordon: 'Cordon {{object}}',
  uncordon: 'Uncordon {{object}}',
  setTaints: 'Set the taints of {{object}}',
  evictsAtOnce: 'Pods that do not tolerate {{key}} are evicted at once, without regard to budgets',
  // Undoing.
  isAnother: 'It is another one by now',
  byWhoApplied: 'It was there before; only who applied it can undo that',
  isPutBack: 'It was there before, and is put back',
  notKept: 'Nothing is kept of how it was before',
  changedSince: '{{fields}} changed since',
  changedSinceBy: '{{fields}} changed since ({{names}})',
  andMore: '{{fields}} and {{number}} more',
} as const;

export type ObjectPhraseCode = keyof typeof OBJECT_PHRASES;

/** A sentence of {@link OBJECT_PHRASES} with its values. */
export const sayObject = sayer(OBJECT_PHRASES);

export const isObjectPhraseCode = isCodeOf(OBJECT_PHRASES);
