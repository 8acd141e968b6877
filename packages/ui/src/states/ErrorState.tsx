import Button from '@mui/material/Button';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RiErrorWarningLine, RiRefreshLine } from '@remixicon/react';
import type { ReactNode } from 'react';
import { uiTranslationRef } from '../i18n/uiTranslationRef';
import { useServerText } from '../i18n/useServerText';
import { StatePanel } from './StatePanel';

export interface ErrorStateProps {
  /** What could not be done, in the words of the screen. */
  title?: string;
  /** Its message is shown as the reason. */
  error: Error;
  /** What a person can do about it. */
  description?: ReactNode;
  onRetry?(): void;
  /** More actions beside the retry. */
  action?: ReactNode;
}

/** Something failed. Says what, why, and offers to try again. */
export function ErrorState({ title, error, description, onRetry, action }: ErrorStateProps) {
  const { t } = useTranslationRef(uiTranslationRef);
  const said = useServerText();
  return (
    <StatePanel
      role="alert"
      icon={<RiErrorWarningLine size={32} />}
      title={title ?? t('state.errorTitle')}
      description={
        <>
          {said(error.message)}
          {description !== undefined && <div>{description}</div>}
        </>
      }
      action={
        onRetry === undefined ? (
          action
        ) : (
          <>
            <Button variant="outlined" startIcon={<RiRefreshLine size={16} />} onClick={onRetry}>
              {t('state.retry')}
            </Button>
            {action}
          </>
        )
      }
    />
  );
}
