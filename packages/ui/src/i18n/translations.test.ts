import { OPERATION_PHRASES } from '@kubemate/operations-common';
import zh from './zh';

describe('the words of the components', () => {
  it.each(Object.entries(OPERATION_PHRASES))('say %s with the same values', (code, english) => {
    const words: Readonly<Record<string, string>> = zh;
    const valuesIn = (text: string) =>
      [...text.matchAll(/{{(\w+)}}/g)].map(([, name]) => name).sort();
    expect(valuesIn(words[`phrase.${code}`] ?? '')).toEqual(valuesIn(english));
  });

  it('are Chinese where they should be', () => {
    const latin = Object.entries(zh).filter(([, text]) => !/[\u4e00-\u9fff]/.test(text));
    expect(latin.map(([key]) => key)).toEqual(['yaml.label', 'editor.said']);
  });
});
