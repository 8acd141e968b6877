import { OPERATION_PHRASES } from '@kubemate/operations-common';
import { unsaidPhrases } from '../testUtils';
import zh from './zh';

describe('the words of the components', () => {
  it('say every sentence of operations with the same values', () => {
    expect(unsaidPhrases(OPERATION_PHRASES, zh)).toEqual([]);
  });

  it('are Chinese where they should be', () => {
    const latin = Object.entries(zh).filter(([, text]) => !/[\u4e00-\u9fff]/.test(text));
    expect(latin.map(([key]) => key)).toEqual(['phrase.refusalAnd', 'yaml.label', 'editor.said']);
  });
});
