import { phraseSchema } from './schemas';
import type { Phrase } from './types';

/** A sentence, or one that pages can say in other languages too. */
export type Sentence = string | Phrase;

export type PhraseValues = Readonly<Record<string, Sentence | number>>;

/** In English. */
export function textOf(sentence: Sentence): string {
  return typeof sentence === 'string' ? sentence : sentence.text;
}

/** Says a phrase by a translation of its code; values that are phrases themselves are said first. Undefined where no translation is known. */
export function sayPhrase(
  { code, values }: Phrase,
  translate: (code: string, values: Readonly<Record<string, string>>) => string | undefined,
): string | undefined {
  const said = Object.entries(values).map(([name, value]) => {
    const phrase = phraseSchema.safeParse(value);
    return [
      name,
      phrase.success ? (sayPhrase(phrase.data, translate) ?? phrase.data.text) : String(value),
    ] as const;
  });
  return translate(code, Object.fromEntries(said));
}
