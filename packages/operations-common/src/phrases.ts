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

/** Whether a code is one of a table's. */
export function isCodeOf<P extends Readonly<Record<string, string>>>(phrases: P) {
  return (code: string): code is keyof P & string => Object.hasOwn(phrases, code);
}

/** Says phrases of one table by a translation of its codes; undefined of others. */
export function teller<C extends string>(
  isCode: (code: string) => code is C,
  translate: (code: C, values: never) => string,
): (phrase: Phrase) => string | undefined {
  return phrase =>
    sayPhrase(phrase, (code, values) =>
      isCode(code) ? translate(code, values as never) : undefined,
    );
}

/** The phrase with others in place of those that stand in its values. */
export function withInner<T>(
  phrase: Phrase,
  inner: (value: Phrase) => T,
): Omit<Phrase, 'values'> & { values: Record<string, unknown> } {
  const values = Object.entries(phrase.values).map(([name, value]) => {
    const known = phraseSchema.safeParse(value).data;
    return [name, known === undefined ? value : inner(known)] as const;
  });
  return { ...phrase, values: Object.fromEntries(values) };
}

/** Those of the sentences that can be said in other languages. */
export function phrasesIn(sentences: readonly (Sentence | undefined)[]): Phrase[] {
  return sentences.flatMap(each => (typeof each === 'object' ? [each] : []));
}
