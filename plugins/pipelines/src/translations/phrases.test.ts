import { PHRASES } from '@kubemate/plugin-pipelines-common';
import { lintPhrases } from './zh/lintPhrases';
import { phrases } from './zh/phrases';
import { runPhrases } from './zh/runPhrases';

const placesOf = (text: string) =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();

it.each(Object.entries(PHRASES))('%s says the same values in Chinese', (code, english) => {
  const chinese =
    Object.entries({ ...phrases, ...lintPhrases, ...runPhrases }).find(
      ([key]) => key === `phrase.${code}`,
    )?.[1] ?? '';
  expect(chinese).not.toBe('');
  expect(placesOf(chinese)).toEqual(placesOf(english));
});
