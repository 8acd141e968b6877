const STORAGE_KEY = 'language';

/** On the first visit, takes Chinese where the browser prefers it. Backstage keeps the language under this key and starts in English otherwise. */
export function preferBrowserLanguage(storage: Storage, languages: readonly string[]): void {
  if (storage.getItem(STORAGE_KEY) !== null) return;
  const preferred = languages.find(language => /^(zh|en)\b/i.test(language));
  if (preferred !== undefined && /^zh/i.test(preferred)) storage.setItem(STORAGE_KEY, 'zh');
}
