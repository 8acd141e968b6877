import type { Health } from '@kubemate/kube-common';
import type { AccessToken } from '@kubemate/plugin-repositories-common';

const SOON_MS = 14 * 86_400_000;

/** Whether a token is good for a while yet. */
export function tokenState(
  { expiresAt }: Pick<AccessToken, 'expiresAt'>,
  now: number,
): { health: Health; word: 'valid' | 'soon' | 'over' } {
  if (expiresAt <= now) return { health: 'unknown', word: 'over' };
  return expiresAt - now < SOON_MS
    ? { health: 'warning', word: 'soon' }
    : { health: 'ok', word: 'valid' };
}
