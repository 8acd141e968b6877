/** What plans of operations on Helm releases say, in English; part of `OBJECT_PHRASES`. */
export const HELM_PHRASES = {
  helmShow: 'Show the values of revision {{revisions}} of Helm release {{release}}',
  helmRollback: 'Roll Helm release {{release}} back to revision {{revision}}',
  helmRollbackAs:
    'Roll Helm release {{release}} back to revision {{revision}}, as revision {{next}}',
  helmNoRevision: 'There is no revision {{revision}} of it any more; there are {{known}}',
  helmPending:
    'Revision {{revision}} is {{status}}: Helm may be at work on it, or have been stopped',
  helmHooks: 'Its hooks for rollbacks are not run: {{names}}',
  helmDataStays: 'Data in volumes and databases is not rolled back with it',
  helmHidden: 'Values of {{object}} are written without being shown',
  helmKept: '{{object}} stays: its {{policy}} is keep',
  helmClaim: 'The data of {{object}} may go with it',
} as const;
