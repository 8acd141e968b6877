import { isCodeOf, sayer } from '@kubemate/operations-common';

/** What plans and undoing say of repositories, in English; the app has the same codes in its languages. */
export const REPOSITORY_PHRASES = {
  create: 'Create repository {{repository}}',
  exists: 'There is a repository {{repository}} already',
  delete: 'Delete repository {{repository}}',
  requestsGo: '{{number}} open pull requests are deleted with it',
  change: 'Change repository {{repository}}',
  commit: 'Commit {{number}} files to {{repository}} ({{branch}})',
  commitOne: 'Commit 1 file to {{repository}} ({{branch}})',
  deleteBranch: 'Delete branch {{branch}} of {{repository}}',
  open: 'Open a pull request from {{head}} into {{base}} of {{repository}}',
  merge: 'Merge pull request {{number}} of {{repository}} into {{base}}',
  close: 'Close pull request {{number}} of {{repository}}',
  // Refusals and what to mind.
  notTheirs: 'It belongs to {{group}}, and you are not a member of it.',
  isSo: 'It is as it should be already',
  getsHidden: 'What the catalog has of it goes, and others can read it no more',
  getsShown: 'Everybody who may read repositories sees it, with its history',
  isProtected: 'Branch {{branch}} is protected: open a pull request instead',
  proposesIt: 'Pull request {{number}} proposes it',
  isDefault: 'It is the default branch',
  noBranch: 'There is no branch {{branch}}',
  nothingNew: '{{head}} has nothing that {{base}} has not',
  proposedAlready: 'Pull request {{number}} proposes that already',
  isMerged: 'Pull request {{number}} is merged',
  isClosedAlready: 'Pull request {{number}} is closed',
  branchGone: 'One of its branches is not there any more',
  nothingToMerge: 'There is nothing to merge',
  hasMarkers: 'Conflicts are marked and not resolved in {{files}}',
  // Access tokens.
  makeToken: 'Make the access token {{name}}',
  takeToken: 'Take back the access token {{name}}',
  hasToken: 'You have a token named {{name}} already',
  tooManyTokens: '{{number}} tokens are as many as a person may have: take one back first',
  // Webhooks.
  addWebhook: 'Add a webhook to {{repository}}',
  changeWebhook: 'Change a webhook of {{repository}}',
  removeWebhook: 'Remove a webhook of {{repository}}',
  redeliver: 'Deliver a {{event}} of {{repository}} again',
  hasWebhook: 'There is a webhook to {{url}} already',
  tooManyWebhooks: '{{number}} webhooks are as many as there may be',
  noSecret: 'Without a secret a receiver cannot tell its deliveries from others',
  sameSecret: 'The new address is told what is signed with the same secret',
  hostNotAllowed: '{{host}} is not among the hosts of kubemate.repositories.webhooks',
  // Proposals of objects.
  propose: 'Open a pull request for {{object}}',
  proposeIn: 'Open a pull request for {{object}} in {{repository}}',
  noSecretInGit: 'A Secret does not belong into Git as it is',
  nothingChanged: 'Nothing was changed',
  repeatsParts: '{{path}} of {{repository}} repeats parts of itself there; change it by hand',
  isSoInFile: '{{path}} of {{repository}} has it like that already',
  differsInFile: '{{path}} is something else in the file than in the cluster',
  noRepository: 'There is no repository {{repository}}',
  notDescribedIn:
    '{{object}} is not described in {{place}}. It may be made by a template or a chart there; change that',
  noneIsYours: 'None of the portal’s repositories is yours to change',
  notDescribed:
    'No file of your repositories on this portal describes {{object}}. It may be made by a template or a chart, or lie on another git server',
  describedTwice: 'Several files describe {{object}}; say which: {{places}}',
  // Upgrades.
  upgrade: 'Upgrade {{repository}} from its template',
  proposeUpgrade: 'Open a pull request for {{repository}}: {{title}}',
  noRecord: '{{repository}} does not record the template that made it',
  upgradeOpen: 'Pull request {{number}} proposes an upgrade already: merge or close it',
  baseGone: 'What the template wrote then is not in the history of the repository',
  upToDate: '{{repository}} has all of {{template}} already',
  conflictContent:
    '{{path}} was changed by hand and by the template in the same lines; it has both, marked',
  conflictDeletedHere: '{{path}} was deleted here and changed by the template; it is there again',
  conflictDeletedThere:
    '{{path}} was changed by hand and is no longer written by the template; it stays',
  // On other git hosts.
  notTheirsOnHost:
    '{{repository}} belongs to others: kubemate.pipelines.gitRepositories has its owners',
  closedThere: 'It stays on {{host}}, where it is closed or merged: {{url}}',
  asksForDraft:
    '{{host}} is asked for a draft, for marked lines are not to be merged: resolve them there, then mark it as ready',
  mayNotPush: 'The integration of {{host}} may not push to {{repository}}',
  // Undoing.
  isAnother: '{{repository}} is another one by now',
  goesWith: 'It goes with {{repository}}',
  historyStays: 'History is not taken back: another commit follows it',
  branchBefore: 'The branch {{branch}} may have been there before',
  branchMoved: 'Branch {{branch}} has moved on',
  wasMerged: 'It was merged by {{by}}: propose the contrary',
  isClosed: 'It is closed',
  foreignCommit: '1 commit on {{branch}}, the newest by {{by}}: {{message}}',
  foreignCommits: '{{number}} commits on {{branch}}, the newest by {{by}}: {{message}}',
  manyCommits: '{{number}} or more commits on {{branch}}, the newest by {{by}}: {{message}}',
  requestOpen: 'Pull request {{number}} by {{by}} is open: {{title}}',
} as const;

export type RepositoryPhraseCode = keyof typeof REPOSITORY_PHRASES;

/** A sentence of {@link REPOSITORY_PHRASES} with its values. */
export const sayRepository = sayer(REPOSITORY_PHRASES);

export const isRepositoryPhraseCode = isCodeOf(REPOSITORY_PHRASES);
