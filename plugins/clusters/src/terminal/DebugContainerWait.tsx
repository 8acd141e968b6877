import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { describeError, PartialBanner } from '@kubemate/ui';
import { useEffect } from 'react';
import type { ObjectTarget } from '../links/useLinks';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { useDebugContainer } from './podQueries';

export interface DebugContainerWaitProps {
  target: ObjectTarget;
  container: string;
  onReady(): void;
}

/** Says what a new debug container waits for until it runs, or why it will not. */
export function DebugContainerWait({ target, container, onReady }: DebugContainerWaitProps) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const { data, error } = useDebugContainer(target, container);
  const isRunning = data?.state === 'running';
  useEffect(() => {
    if (isRunning) onReady();
    // Once for each container, whatever the caller makes of it.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [isRunning]);
  if (error !== null) return <PartialBanner title={describeError(error).message} />;
  const reason = data?.reason;
  if (data?.state === 'ended')
    return <PartialBanner title={t('terminal.debugEnded', { reason: reason ?? '' })} />;
  return (
    <PartialBanner
      severity="info"
      title={reason === undefined ? t('terminal.waiting') : t('terminal.waitingFor', { reason })}
    />
  );
}
