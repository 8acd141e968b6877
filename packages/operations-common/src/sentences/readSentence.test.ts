import { sayPhrase } from '../phrases';
import { readSentence, SERVER_SENTENCES } from './readSentence';

/** The sentence as the table has it again, with marks where others stand in it. */
const marked = (text: string) => {
  const phrase = readSentence(text);
  const codes: Readonly<Record<string, string>> = SERVER_SENTENCES;
  return (
    phrase &&
    sayPhrase(phrase, (code, values) =>
      `[${codes[code]}]`.replace(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? ''),
    )
  );
};

it.each([
  ['There is no tenant named shop', '[There is no tenant named shop]'],
  [
    'cluster edge cannot be reached: the connection was refused',
    '[cluster edge cannot be reached: [the connection was refused]]',
  ],
  [
    'Invalid field "spec.replicas": expected number, received string',
    '[Invalid field "spec.replicas": [expected number, received string]]',
  ],
  [
    'Unknown field "a"; Unknown field "b"; and 3 more',
    '[[Unknown field "a"]; [[Unknown field "b"]; [and 3 more]]]',
  ],
  ['edge: there was no answer in time', '[edge: [there was no answer in time]]'],
  [
    'The scaffolder does not answer; caused by Error: no',
    '[[The scaffolder does not answer]; caused by Error: no]',
  ],
  ['Invalid field "manifest": it is empty', '[Invalid field "manifest": it is empty]'],
])('reads “%s”', (text, read) => {
  expect(marked(text)).toBe(read);
});

it('says in English what it has read', () => {
  const text = 'Run build-1 has no task scan';
  expect(readSentence(text)).toMatchObject({ text, values: { a: 'build-1', b: 'scan' } });
});

it.each(['Everything is fine', '没有名为 shop 的租户', '', 'x'.repeat(5_000)])(
  'leaves what it does not know: %.20s',
  text => {
    expect(readSentence(text)).toBeUndefined();
  },
);

it('has no sentence that is nothing but values', () => {
  const bare = Object.entries(SERVER_SENTENCES).filter(
    ([code, text]) =>
      !['both', 'causedBy', 'about'].includes(code) &&
      !/[a-z]{2}/i.test(text.replace(/\{\{\w+\}\}/g, '')),
  );
  expect(bare).toEqual([]);
});
