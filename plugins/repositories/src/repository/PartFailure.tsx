import { describeError, EmptyState, ErrorState } from '@kubemate/ui';
import type { UseQueryResult } from '@tanstack/react-query';

/** Why a part of a repository cannot be shown: there is none of that name, or it could not be read. */
export function PartFailure(props: { query: UseQueryResult; unknown: string; failed: string }) {
  const { query, unknown, failed } = props;
  const { kind, message } = describeError(query.error);
  if (kind === 'not-found' || kind === 'invalid')
    return <EmptyState title={unknown} description={message} />;
  return (
    <ErrorState title={failed} error={new Error(message)} onRetry={() => void query.refetch()} />
  );
}
