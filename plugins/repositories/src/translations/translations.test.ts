import { REPOSITORY_PHRASES } from '@kubemate/plugin-repositories-common';
import zh from './zh';

const words: Readonly<Record<string, string>> = zh;
const valuesIn = (text: string) => [...text.matchAll(/{{(\w+)}}/g)].map(([, name]) => name).sort();

it.each(Object.entries(REPOSITORY_PHRASES))(
  '%s says the same values in Chinese',
  (code, english) => {
    const chinese = words[`phrase.${code}`] ?? '';
    expect(chinese).toMatch(/[\u4e00-\u9fff]/);
    expect(valuesIn(chinese)).toEqual(valuesIn(english));
  },
);
