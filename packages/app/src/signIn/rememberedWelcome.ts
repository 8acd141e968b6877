const STORAGE_KEY = 'kubemate.local';

/** Whether the person at this machine has opened the portal in this browser session. */
export function isWelcomed(storage: Storage): boolean {
  return storage.getItem(STORAGE_KEY) === 'true';
}

export function rememberWelcome(storage: Storage): void {
  storage.setItem(STORAGE_KEY, 'true');
}

export function forgetWelcome(storage: Storage): void {
  storage.removeItem(STORAGE_KEY);
}
