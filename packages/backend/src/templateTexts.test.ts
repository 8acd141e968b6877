import { textsOf } from '@kubemate/plugin-template-runs-common';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';

const folder = path.resolve(__dirname, '../../../templates');
const read = (file: string) => parse(readFileSync(path.join(folder, file), 'utf8'));
const SHIPPED: string[] = read('all.yaml').spec.targets;
const LANGUAGES = ['zh'];
const expressionsOf = (text: string) => (text.match(/\$\{\{.*?\}\}/g) ?? []).sort();

it.each(SHIPPED)('%s says every text in every language, and none that it has not', file => {
  const template = read(file);
  expect(Object.keys(template.metadata.translations)).toEqual(LANGUAGES);
  for (const language of LANGUAGES) {
    const words: Record<string, string> = template.metadata.translations[language];
    expect(Object.keys(words).sort()).toEqual([...textsOf(template)].sort());
    // The catalog refuses an entity with two keys that differ only in casing.
    const lower = Object.keys(words).map(text => text.toLowerCase());
    expect(new Set(lower).size).toBe(lower.length);
    for (const [text, said] of Object.entries(words)) {
      expect([text, said.trim()]).toEqual([text, expect.stringMatching(/./)]);
      expect([text, expressionsOf(said)]).toEqual([text, expressionsOf(text)]);
    }
  }
});
