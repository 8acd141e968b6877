import type { TranslationRef } from '@backstage/frontend-plugin-api';
import zh from './zh';
import { uiTranslationRef } from './uiTranslationRef';

/** The messages and languages of a ref; Backstage keeps them behind an internal type. */
function inside(ref: TranslationRef) {
  const internal = ref as TranslationRef & {
    getDefaultMessages(): Record<string, string>;
  };
  return internal.getDefaultMessages();
}

const variables = (text: string) => [...text.matchAll(/{{(\w+)}}/g)].map(match => match[1]).sort();

describe('the words of the components', () => {
  const english = inside(uiTranslationRef);
  const chinese: Record<string, string> = zh;

  it('are the same keys in both languages', () => {
    expect(Object.keys(chinese).sort()).toEqual(Object.keys(english).sort());
  });

  it('are never empty', () => {
    const texts = [...Object.entries(english), ...Object.entries(chinese)];
    expect(texts.filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  it('take the same variables in both languages', () => {
    const differing = Object.keys(english).filter(
      key => `${variables(english[key] ?? '')}` !== `${variables(chinese[key] ?? '')}`,
    );
    expect(differing).toEqual([]);
  });

  it('are Chinese where they should be', () => {
    const latin = Object.entries(chinese).filter(([, text]) => !/[\u4e00-\u9fff]/.test(text));
    expect(latin.map(([key]) => key)).toEqual(['yaml.label']);
  });
});
