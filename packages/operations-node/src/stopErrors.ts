/** Why work was stopped before it was done; the reasons of its signal. */
export class CancelledError extends Error {
  name = 'CancelledError';
  message = 'It was cancelled';
}

export class ShutdownError extends Error {
  name = 'ShutdownError';
  message = 'The portal was stopped while it ran';
}

/** The lease could not be kept, so that others take it for abandoned and may go on with it. */
export class LeaseLostError extends Error {
  name = 'LeaseLostError';
  message = 'The portal lost its database, or stood still, while it ran';
}
