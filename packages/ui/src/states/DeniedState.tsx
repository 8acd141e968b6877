import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RiLockLine } from '@remixicon/react';
import type { ReactNode } from 'react';
import { uiTranslationRef } from '../i18n/uiTranslationRef';
import { useServerText } from '../i18n/useServerText';
import { StatePanel } from './StatePanel';

export interface DeniedStateProps {
  title?: string;
  /** Which right is missing, and on what: the API server's own sentence where there is one. */
  reason: string;
  /** Whom to ask, or where else to look. */
  action?: ReactNode;
}

/** The viewer's rights do not reach this. */
export function DeniedState({ title, reason, action }: DeniedStateProps) {
  const { t } = useTranslationRef(uiTranslationRef);
  const said = useServerText();
  return (
    <StatePanel
      role="status"
      icon={<RiLockLine size={32} />}
      title={title ?? t('state.deniedTitle')}
      description={said(reason)}
      action={action}
    />
  );
}
