import { isCodeOf, sayer } from '@kubemate/operations-common';
import type { Phrase } from '@kubemate/operations-common';
import { LINT_PHRASES } from '../lint/lintPhrases';
import { RUN_PHRASES } from '../runPhrases';
import { SIGNATURE_PHRASES, signatureCode } from './signaturePhrases';
import type { SignatureRefusal } from './promotionTypes';

/** What plans, gates and promotions say, in English; `{{name}}` stands for a value. The app has the same codes in its languages. */
export const PHRASES = {
  ...LINT_PHRASES,
  ...RUN_PHRASES,
  ...SIGNATURE_PHRASES,
  both: '{{first}} {{rest}}',
  // Plans.
  promote: 'Promote {{component}} from {{from}} to {{to}}',
  promoteImage: 'Promote {{component}} from {{from}} to {{to}}: {{image}}',
  promoteFirst:
    'Promote {{component}} from {{from}} to {{to}}, where it does not run yet: {{image}}',
  firstProblem: '{{path}} of {{repository}}, by which {{component}} would be made: {{reason}}',
  firstSecret: '{{object}} cannot be made by a promotion: make it by hand, or by an operator',
  firstClusterWide: '{{object}} belongs to the whole cluster: make it by hand first',
  firstNoNamespace: '{{object}} names no namespace',
  firstNamespaces: 'It would be made in {{names}}, which is not where {{environment}} looks for it',
  firstWorkload: '{{count}} of its objects are workloads with the labels {{labels}}, and not one',
  firstNoContainer: '{{object}} has no such container',
  gapIn: '{{environment}}: {{reason}}',
  runsByNow: '{{environment}} runs {{image}} by now, not {{asked}}',
  runsAlready: '{{environment}} runs {{image}} already',
  sourceIncomplete: 'The rollout in {{environment}} is not complete ({{reason}})',
  otherRollout: 'Another rollout goes on in {{environment}} ({{reason}})',
  rolloutPaused: 'The rollout in {{environment}} is paused: it has to be resumed first',
  alreadyPromoted: '{{by}} has begun to promote {{image}} there already',
  noOverride: 'Your role does not let you override a freeze ({{permission}})',
  overrides: 'Overrides a change freeze: {{reason}}',
  noKnownRun: 'No run that you may see made this image, so that nobody knows whether it passed',
  approvedBy: 'Approved by {{names}}',
  differs: 'Differs between the two, and stays: {{names}}',
  tenantAsks: 'Tenant {{tenant}} asks for it',
  tenantWantsGit:
    'Tenant {{tenant}} promotes through git only, and {{component}} names no repository (kubemate.io/gitops-repository)',
  makesCommit:
    'A commit to {{branch}} of {{repository}} is made; your GitOps controller applies it',
  opensPullRequest:
    'A pull request is opened in {{repository}}; it goes on when that is merged and your GitOps controller has applied it',
  overlayProblem: '{{path}} of {{repository}}, where {{component}} says that it is: {{reason}}',
  inSteps: 'By {{strategy}}: {{steps}}; then {{workload}} itself gets the image',
  stepFor: '{{weight}} % for {{seconds}} s',
  stepWhile: '{{weight}} % for {{seconds}} s while {{metrics}} is well',
  then: '{{first}}, {{rest}}',
  rollBack: 'Roll {{component}} in {{environment}} back to {{image}}',
  neverWell: 'That release was never seen to be well',
  cancelFirst: '{{image}} is being promoted there; cancel that first',
  oldConfigGone:
    'The cluster has the configuration of that release no more: only images and replicas were compared',
  databasesStay:
    'Databases are not rolled back: see to it that the earlier release understands what later ones have migrated',
  stays: '{{name}} was {{then}} then and is {{now}} now; it stays',
  notSet: 'not set',
  // Approvals.
  askFor: 'Ask for approval to promote {{component}} from {{from}} to {{to}}',
  askForImage: 'Ask for approval to promote {{component}} from {{from}} to {{to}}: {{image}}',
  takesNoApproval: '{{environment}} takes no approval',
  approvedAlready: 'It is approved already',
  askedAlready: 'It has been asked for already',
  approve: 'Approve {{image}} of {{component}} for {{environment}}',
  reject: 'Reject {{image}} of {{component}} for {{environment}}',
  otherImage: 'What is asked for is {{image}}, not {{asked}}',
  mayNotApprove: 'Your role does not let you approve',
  notInGroup: 'You are in none of the groups that may approve this',
  ownRequest: 'Somebody else has to decide on what you have asked for',
  ownBuild: 'Somebody else has to decide on what you have built',
  decidedAlready: 'You have decided on it already',
  waitsNoMore: 'It does not wait for a decision any more',
  // The freeze calendar, and steps.
  freeze: 'Freeze changes in {{environments}} from {{from}} to {{to}}',
  endsBefore: 'It ends before it begins',
  overAlready: 'It is over already',
  tooLong: 'It is longer than a year',
  unfreeze: 'End the freeze of {{environments}} until {{until}} ({{reason}})',
  nowSummary:
    'Promote {{image}} of {{component}} to {{environment}} now, at step {{step}} of {{steps}}',
  abortSummary:
    'Abort the promotion of {{image}} of {{component}} to {{environment}}, at step {{step}} of {{steps}} with {{weight}} % of the requests',
  notShifting: 'It does not go from step to step now',
  // Gates that block.
  runFailed: 'The run that made this image has failed.',
  runGoesOn: 'The run that made this image has not ended.',
  runUnknown: 'No run that you may see made this image.',
  approvalMissing: 'It takes 1 approval of {{groups}}: {{why}}.',
  approvalsMissing: 'It takes {{needed}} approvals of {{groups}}: {{why}}.',
  notAsked: 'nobody has asked for it',
  given: '{{given}} given',
  wasRejected: 'it was rejected',
  hasExpired: 'the request has expired',
  unsignedByKey: 'No signature of this image counts.',
  unsigned: 'Nobody has signed this image.',
  signatureUnknown: 'Nothing is known of its signature: {{why}}.',
  qualityFailed: 'The quality gate of SonarQube has failed: {{metrics}}.',
  qualityUnknown: 'Nothing is known of its quality gate: {{why}}.',
  neverComputed: 'it was never computed',
  noProject: 'the component names no project (sonarqube.org/project-key)',
  noServer: 'no SonarQube is configured',
  projectAbsent: 'the project is not there',
  projectForbidden: 'the portal may not read it',
  sonarAway: 'SonarQube does not answer',
  tooManyCritical:
    'The scan tells of {{critical}} critical and {{high}} high vulnerabilities; {{maxCritical}} critical are let through.',
  tooMany:
    'The scan tells of {{critical}} critical and {{high}} high vulnerabilities; {{maxCritical}} critical and {{maxHigh}} high are let through.',
  scanOld: 'The newest scan of this image is too old.',
  notScanned: 'The registry has no scan of this image.',
  scanUnsigned: 'Nobody whose signature counts has signed a scan of this image.',
  scanUnknown: 'Nothing is known of its scan: {{why}}.',
  registryUnknown: 'the registry {{registry}} is not configured',
  digestUnknown: 'its digest is not known',
  frozen: 'Changes are frozen until {{until}} ({{reason}}); {{permission}} overrides it.',
  metricIn: 'In {{environment}}: {{metric}}',
  metricWell: '{{title}} of {{workload}} is {{value}}.',
  metricHigh: '{{title}} of {{workload}} is {{value}}, more than {{max}}.',
  metricLow: '{{title}} of {{workload}} is {{value}}, less than {{min}}.',
  metricNoData: 'Nothing is measured of {{title}} for {{workload}}.',
  metricUnknown: '{{title}} is not known: {{reason}}',
  // What happens in a promotion.
  resumed: 'Another process goes on with it',
  firstMade: 'Made {{count}} objects, with {{image}}',
  firstTakenAway: 'What was made is taken away again',
  set: 'Set {{image}}',
  setAgain: 'Set {{image}} again',
  mustStayWell: 'All replicas run {{image}}; they have to stay well for {{seconds}} s',
  stayedWell: '{{image}} has stayed well',
  leftBehind: '{{image}} has stayed well; {{next}} could not be removed: {{reason}}',
  runAgain: 'All replicas run {{image}} again',
  notRestored: '{{why}} The earlier image did not come up either: {{problem}}',
  notPutBack: '{{why}} It could not be put back: {{problem}}',
  cancelled: 'It was cancelled.',
  cancelledEarly: 'It was cancelled before anything was changed.',
  aborted: 'It was aborted.',
  changedByOther: '{{kind}} {{name}} was changed by somebody else: {{what}}.',
  madeAnew: 'it has been made anew',
  isGone: 'it is gone',
  runsOther: 'it runs {{image}} by now',
  writtenAllTheTime: 'it is being written by others all the time',
  rolloutLate: 'The rollout was not complete after {{seconds}} s.',
  notReady: 'The new version was not ready after {{seconds}} s.',
  startedAgain: 'Containers of the new pods were started again.',
  notAvailable: 'The new pods did not stay available.',
  rolloutFailed: 'It has failed.',
  stranded:
    'The portal ended while this ran, and the cluster takes only the token of the person who asked.',
  strandedEarly:
    'The portal ended while this ran, and the cluster takes only the token of the person who asked. Whether the image was set is not known',
  noSuchStep: 'It has no such step',
  stepBegins: 'Step {{step}} of {{steps}}: {{weight}} % of the requests',
  shareGiven: '{{weight}} % of the requests go to {{image}}',
  proposed: 'Pull request {{number}} of {{repository}} proposes it; it waits to be merged',
  committed: 'Commit {{commit}} of {{repository}} says so; waiting for the GitOps controller',
  putBackByCommit: 'Commit {{commit}} puts {{image}} back; waiting for the GitOps controller',
  revertProposed:
    '{{branch}} is protected: merge pull request {{number}} of {{repository}}, which puts it back',
  branchBusy: '{{branch}} is being written by others all the time',
  closedUnmerged:
    'Pull request {{number}} of {{repository}} was closed without being merged; nothing was changed.',
  notMerged: 'Pull request {{number}} of {{repository}} was not merged within 7 days.',
  notSynced: 'No GitOps controller has applied commit {{commit}} within {{seconds}} s.',
  controllerSet: 'The GitOps controller has set {{image}}',
  overlayChanged: '{{path}} was changed by somebody else: it says {{what}} by now.',
  noImage: 'no image',
  // What came of it.
  runs: 'Runs {{image}}',
  rolledBack: 'Rolled back to {{image}}: {{why}}',
  firstRolledBack: 'Taken away again: {{why}}',
} as const;

export type PhraseCode = keyof typeof PHRASES;

/** A sentence of {@link PHRASES} with its values. */
export const say = sayer(PHRASES);

export const isPhraseCode = isCodeOf(PHRASES);

/** Why a signature does not count. */
export function sayRefusal(refusal: SignatureRefusal): Phrase {
  const { subject = '', issuer = '' } = refusal;
  return say(signatureCode(refusal), { subject, issuer });
}
