import { RiInboxLine } from '@remixicon/react';
import type { ReactNode } from 'react';
import { StatePanel } from './StatePanel';

export interface EmptyStateProps {
  /** `No pods match`. */
  title: string;
  /** Why there is nothing. */
  description?: ReactNode;
  /** What to do next. */
  action?: ReactNode;
  icon?: ReactNode;
}

/** There is nothing to show, and nothing went wrong. */
export function EmptyState({ icon = <RiInboxLine size={32} />, ...rest }: EmptyStateProps) {
  return <StatePanel role="status" icon={icon} {...rest} />;
}
