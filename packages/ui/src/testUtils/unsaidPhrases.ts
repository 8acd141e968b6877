const valuesIn = (text: string) =>
  [...text.matchAll(/{{(\w+)}}/g)].map(([, name]) => name ?? '').sort();

/**
 * Of the codes of a table those that another language does not say, or says with other values.
 */
export function unsaidPhrases(
  english: Readonly<Record<string, string>>,
  words: Readonly<Record<string, string>>,
): string[] {
  return Object.entries(english).flatMap(([code, text]) => {
    const said = words[`phrase.${code}`] ?? '';
    const isSaid = /[\u4e00-\u9fff]|^(?:\W|{{\w+}})+$/.test(said);
    return isSaid && String(valuesIn(said)) === String(valuesIn(text)) ? [] : [code];
  });
}
