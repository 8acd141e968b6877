import type { PortalRows } from '../portal/PortalReader';
import type { ResolvedRows } from './ResolvedRows';

/** All rows at once, and anew after changes, as often as the reader comes back; until the signal. */
export async function* followAll(
  resolved: ResolvedRows,
  signal: AbortSignal,
): AsyncGenerator<readonly PortalRows[], void, undefined> {
  let isDue = true;
  let wake = () => {};
  const changed = () => {
    isDue = true;
    wake();
  };
  const nextChange = () =>
    new Promise<void>(resolve => {
      wake = resolve;
    });
  const unsubscribe = resolved.subscribe(changed);
  signal.addEventListener('abort', changed, { once: true });
  try {
    while (!signal.aborted) {
      if (!isDue) await nextChange();
      isDue = false;
      if (!signal.aborted) yield resolved.portalRows();
    }
  } finally {
    unsubscribe();
    signal.removeEventListener('abort', changed);
  }
}
