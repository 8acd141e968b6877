import { describeError } from '../data/describeError';
import { DeniedState } from './DeniedState';
import { ErrorState } from './ErrorState';

export interface FailureStateProps {
  /** What could not be done, in the words of the screen. */
  title?: string;
  /** The same where the person may not; that they may not where absent. */
  deniedTitle?: string;
  /** What a request ended with. */
  error: unknown;
  onRetry?(): void;
}

/** A request that failed: why the person may not, or why it did not work and another try. */
export function FailureState({ title, deniedTitle, error, onRetry }: FailureStateProps) {
  const { kind, message } = describeError(error);
  return kind === 'denied' ? (
    <DeniedState title={deniedTitle} reason={message} />
  ) : (
    <ErrorState title={title} error={new Error(message)} onRetry={onRetry} />
  );
}
