import { preferBrowserLanguage } from './preferBrowserLanguage';

function memory(initial: Record<string, string> = {}): Storage {
  const items = new Map(Object.entries(initial));
  return {
    get length() {
      return items.size;
    },
    clear: () => items.clear(),
    key: index => [...items.keys()][index] ?? null,
    getItem: key => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: key => void items.delete(key),
  };
}

describe('preferBrowserLanguage', () => {
  it.each([
    [['zh-CN', 'en'], 'zh'],
    [['en-GB', 'zh-CN'], null],
    [['de', 'zh-TW'], 'zh'],
    [['de'], null],
  ])('a browser that prefers %j starts in %s', (languages, expected) => {
    const storage = memory();
    preferBrowserLanguage(storage, languages);
    expect(storage.getItem('language')).toBe(expected);
  });

  it('keeps the language that was chosen', () => {
    const storage = memory({ language: 'en' });
    preferBrowserLanguage(storage, ['zh-CN']);
    expect(storage.getItem('language')).toBe('en');
  });
});
