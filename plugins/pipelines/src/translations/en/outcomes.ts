export const outcomes = {
  outcomes: {
    title: 'Tasks in the last runs',
    hint_one: 'In {{count}} run, the newest at the right; a bar is as high as the task took long.',
    hint_other:
      'In {{count}} runs, the newest at the right; a bar is as high as the task took long.',
    counts: '{{passed}} passed · {{failed}} failed',
    flaky_one: 'Flaky at {{count}} commit',
    flaky_other: 'Flaky at {{count}} commits',
    strip: '{{name}}, last {{runs}} runs: {{passed}} passed, {{failed}} failed',
    empty: 'No run has ended yet',
    emptyHint: 'How each task does stands here once one has.',
    denied: 'You may not see runs here',
    failed: 'The last runs could not be read',
    unread: 'How often this task failed before could not be read: {{reason}}',
    atCommit: 'At this commit: {{passed}} passed, {{failed}} failed',
    onTrunk: 'On {{branch}}: {{passed}} passed, {{failed}} failed',
    flakyOf: 'Flaky at {{flaky}} of {{commits}} commits',
  },
  verdict: {
    'flaky-here': {
      title: 'This task is flaky: it has also passed at this commit.',
      next: 'Run it again.',
    },
    flaky: {
      title: 'This task is flaky: it both passed and failed at another commit.',
      next: 'Run it again; if it fails once more, read its log.',
    },
    'broken-before': {
      title: 'This task has failed there before this commit.',
      next: 'See to the trunk first; this change may not be the cause.',
    },
    new: {
      title: 'This failure is new: the task has passed before, and is not flaky.',
      next: 'Look at the commits since it last passed.',
    },
    unknown: {
      title: 'There are no earlier results to compare with.',
      next: 'Read the log.',
    },
  },
} as const;
