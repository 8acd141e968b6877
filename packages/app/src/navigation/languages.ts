/** The languages that every screen speaks, each by its own name. */
export const LANGUAGES = [
  { id: 'en', title: 'English' },
  { id: 'zh', title: '简体中文' },
] as const;
