import { definitions } from './en/definitions';
import { run } from './en/run';
import { runs } from './en/runs';
import zh from './zh';

function flatten(value: object, prefix = ''): Record<string, string> {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, child]) =>
      typeof child === 'string'
        ? [[prefix + key, child]]
        : Object.entries(flatten(child, `${prefix}${key}.`)),
    ),
  );
}

const en = flatten({ ...runs, ...run, ...definitions });
const other: Readonly<Record<string, string>> = zh;
const placeholders = (text: string) =>
  [...text.matchAll(/{{(\w+)}}/g)].map(([, name]) => name).sort();

describe('简体中文', () => {
  it('has every text of English and no other, with the same parts', () => {
    expect(Object.keys(other).sort()).toEqual(Object.keys(en).sort());
    for (const [key, text] of Object.entries(en))
      expect({ key, parts: placeholders(other[key] ?? '') }).toEqual({
        key,
        parts: placeholders(text),
      });
  });
});
