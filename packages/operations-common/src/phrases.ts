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

/** Makes sentences of a table of English ones, in which `{{name}}` stands for a value. */
export function sayer<P extends Readonly<Record<string, string>>>(phrases: P) {
  return (code: keyof P & string, values: PhraseValues = {}): Phrase => {
    const english: string = phrases[code] ?? code;
    const text = english.replace(/\{\{(\w+)\}\}/g, (all, name: string) => {
      const value = values[name];
      return value === undefined ? all : typeof value === 'number' ? String(value) : textOf(value);
    });
    return { code, values: { ...values }, text };
  };
}

/** Those of the sentences that can be said in other languages. */
export function phrasesIn(sentences: readonly (Sentence | undefined)[]): Phrase[] {
  return sentences.flatMap(each => (typeof each === 'object' ? [each] : []));
}
