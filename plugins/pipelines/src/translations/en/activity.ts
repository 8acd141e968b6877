export const activity = {
  activity: {
    last: 'Last deploys and runs',
    none: 'Nothing was deployed or built yet.',
    partly: 'Not everything can be shown',
    open: 'Open',
    gap: 'Deploys or runs are missing: {{reason}}',
    release: '{{image}} came to {{environment}}, not through the portal',
    run: {
      pending: '{{pipeline}} waits to start',
      running: '{{pipeline}} runs',
      waiting: '{{pipeline}} waits for a person',
      succeeded: '{{pipeline}} passed',
      failed: '{{pipeline}} failed',
      'timed-out': '{{pipeline}} ran out of time',
      cancelled: '{{pipeline}} was cancelled',
      unknown: '{{pipeline}} went away while it ran',
    },
    lost: {
      GoneUnseen:
        'It ran when the portal last saw it, and was gone when it looked again: how it ended is not known',
      DeletedWhileRunning:
        'It was deleted while it ran: what its tasks did until then is all that is known',
    },
    promotion: {
      going: '{{by}} promotes {{image}} from {{from}} to {{to}}',
      done: '{{by}} promoted {{image}} from {{from}} to {{to}}',
      undone: '{{image}} that {{by}} promoted to {{to}} was taken back',
      failed: '{{by}} could not promote {{image}} to {{to}}',
    },
    rollback: {
      going: '{{by}} rolls {{to}} back to {{image}}',
      done: '{{by}} rolled {{to}} back to {{image}}',
      undone: 'The rollback of {{to}} to {{image}} by {{by}} was taken back',
      failed: '{{by}} could not roll {{to}} back to {{image}}',
    },
  },
} as const;
