import { OPERATION_PHRASES, SERVER_SENTENCES } from '@kubemate/operations-common';
import { unsaidPhrases } from '../testUtils';
import zh from './zh';

describe('the words of the components', () => {
  it('say every sentence of operations with the same values', () => {
    expect(unsaidPhrases(OPERATION_PHRASES, zh)).toEqual([]);
  });

  it('say every sentence of the server', () => {
    const codes = Object.keys(SERVER_SENTENCES);
    const words: Readonly<Record<string, string>> = zh;
    expect(codes.filter(code => words[`sentence.${code}`] === undefined)).toEqual([]);
  });

  it('are Chinese where they should be', () => {
    const latin = Object.entries(zh).filter(([, text]) => !/[\u4e00-\u9fff]/.test(text));
    expect(latin.map(([key]) => key)).toEqual([
      ...['phrase.refusalAnd', 'yaml.label', 'editor.said'],
      // A parameter of a request, or what stands between two sentences.
      ...['sentence.container', 'sentence.labelselector', 'sentence.both', 'sentence.about'],
    ]);
  });
});
