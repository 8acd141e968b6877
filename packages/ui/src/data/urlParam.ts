/** How one value is written in the address. A value equal to `fallback` is left out. */
export interface UrlParam<T> {
  readonly fallback: T;
  /** Returns undefined for text that is no such value, and the fallback is used. */
  parse(text: string): T | undefined;
  format(value: T): string;
}

/** Free text. */
export function textParam(fallback = ''): UrlParam<string> {
  return { fallback, parse: text => text, format: value => value };
}

/** One of the words given, the first being the default. */
export function choiceParam<const T extends string>(
  choices: readonly [T, ...(readonly T[])],
): UrlParam<T> {
  return {
    fallback: choices[0],
    parse: text => choices.find(choice => choice === text),
    format: value => value,
  };
}

/** Words joined by commas, as the HTTP API writes lists. */
export function listParam(): UrlParam<readonly string[]> {
  return {
    fallback: [],
    parse: text => text.split(',').filter(part => part !== ''),
    format: values => values.join(','),
  };
}

/** A finite number. */
export function numberParam(fallback: number): UrlParam<number> {
  return {
    fallback,
    parse: text => (text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : undefined),
    format: String,
  };
}

const FLAGS = new Map([
  ['true', true],
  ['false', false],
]);

/** On or off. */
export function flagParam(fallback = false): UrlParam<boolean> {
  return {
    fallback,
    parse: text => FLAGS.get(text),
    format: String,
  };
}
