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

/** Thrown by `recover` where it cannot be told what was done: the operation is `interrupted`, as if there were no `recover`. */
export class CutOffError extends Error {
  name = 'InterruptedError';

  /** @param progress - what the run said last */
  constructor(progress?: string) {
    const what = progress ? ` (last: ${progress})` : '';
    super(
      `The portal ended while this ran${what}. It may have been done in part or whole: look at the object`,
    );
  }
}

/** The lease could not be kept, so that others take it for abandoned and may go on with it. */
export class LeaseLostError extends Error {
  name = 'LeaseLostError';
  message = 'The portal lost its database, or stood still, while it ran';
}
