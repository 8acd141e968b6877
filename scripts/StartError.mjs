/** Something a person can act on: printed as a sentence, without a stack trace. */
export class StartError extends Error {
  name = 'StartError';
}

/** What a person reads when a command ends early: a sentence where the cause is known, else the stack that a bug report needs. */
export function explainFailure(error) {
  if (error instanceof StartError) return error.message;
  switch (error?.code) {
    case 'ENOSPC':
      return `The disk is full: ${error.path ?? 'a file'} could not be written. Free some space and run the command again.`;
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return `${error.path ?? 'A file'} cannot be written by this user. Give it the right to, or check the project out elsewhere.`;
    default:
      return error?.stack ?? String(error);
  }
}
