import { memo } from 'react';
import { formatAge } from './formatAge';
import { useNow } from './useNow';

export interface AgeProps {
  /** Epoch milliseconds; null draws a dash. */
  at: number | null | undefined;
}

/** Made once: a table draws hundreds of ages, and each formatter takes longer to make than a row to draw. */
const MOMENT = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'long' });

function LiveAge({ at }: { at: number }) {
  const text = useNow(now => formatAge(now - at));
  return (
    <time dateTime={new Date(at).toISOString()} title={MOMENT.format(at)}>
      {text}
    </time>
  );
}

/** How long ago something was, as kubectl writes it, with the moment itself in a tooltip. */
export const Age = memo(({ at }: AgeProps) =>
  at === null || at === undefined || !Number.isFinite(at) ? <span>—</span> : <LiveAge at={at} />,
);
Age.displayName = 'Age';
