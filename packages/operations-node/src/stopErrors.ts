/** Why work was stopped before it was done; the reasons of its signal. */
export class CancelledError extends Error {
  name = 'CancelledError';
  message = 'It was cancelled';
}

export class ShutdownError extends Error {
  name = 'ShutdownError';
  message = 'The portal was stopped while it ran';
}

/** Thrown by `recover` where nothing had been done yet: the operation is `interrupted`, and may be asked for again. */
export class NothingDoneError extends Error {
  name = 'InterruptedError';
  message = 'The portal ended before anything was changed; run it again';
}

/** The lease could not be kept, so that others take it for abandoned and may go on with it. */
export class LeaseLostError extends Error {
  name = 'LeaseLostError';
  message = 'The portal lost its database, or stood still, while it ran';
}
