import Skeleton from '@mui/material/Skeleton';
import Stack from '@mui/material/Stack';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { uiTranslationRef } from '../i18n/uiTranslationRef';

export interface LoadingStateProps {
  /** What is loading; read out. */
  label?: string;
  /** How many lines of placeholder to draw. */
  lines?: number;
}

const WIDTHS = ['62%', '88%', '74%', '81%', '55%'];

/** The outline of what is on its way. */
export function LoadingState({ label, lines = 5 }: LoadingStateProps) {
  const { t } = useTranslationRef(uiTranslationRef);
  return (
    <Stack role="status" aria-busy aria-label={label ?? t('state.loading')} gap={1} sx={{ p: 2 }}>
      {Array.from({ length: lines }, (_, line) => (
        <Skeleton key={line} variant="rounded" height={18} width={WIDTHS[line % WIDTHS.length]} />
      ))}
    </Stack>
  );
}
