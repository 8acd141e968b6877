const STORAGE_KEY = 'kubemate.sessionEnded';

/** Notes that a session has ended by itself, for the sign-in page that comes next. */
export function rememberEnd(storage: Storage): void {
  storage.setItem(STORAGE_KEY, 'true');
}

export function hasEnded(storage: Storage): boolean {
  return storage.getItem(STORAGE_KEY) === 'true';
}

export function forgetEnd(storage: Storage): void {
  storage.removeItem(STORAGE_KEY);
}
