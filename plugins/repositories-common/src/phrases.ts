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
