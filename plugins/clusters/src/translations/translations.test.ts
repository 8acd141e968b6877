import { EVIDENCE_PLACES, EVIDENCE_TEXTS, SUMMARY_PARAMS } from '@kubemate/kube-common';
import { OBJECT_PHRASES } from '@kubemate/plugin-clusters-common';
import { unsaidPhrases } from '@kubemate/ui/testUtils';
import { steps } from './en/steps';
import zh from './zh';

const words: Readonly<Record<string, string>> = zh;

function placeholders(text: string): string[] {
  return [...text.matchAll(/{{(\w+)}}/g)].map(match => match[1] ?? '');
}

describe('简体中文', () => {
  it('names nothing in a finding’s sentence that the finding does not bring', () => {
    for (const [cause, params] of Object.entries(SUMMARY_PARAMS)) {
      const text = words[`summaries.${cause}`] ?? '';
      expect({ cause, params: placeholders(text).sort() }).toEqual({
        cause,
        params: [...params].sort(),
      });
    }
  });

  it('says the server’s sentences on objects with the same values', () => {
    expect(unsaidPhrases(OBJECT_PHRASES, words)).toEqual([]);
  });

  it('says evidence with the particulars that the English words have', () => {
    for (const [part, table] of Object.entries({ texts: EVIDENCE_TEXTS, places: EVIDENCE_PLACES }))
      for (const [code, english] of Object.entries(table)) {
        const text = words[`evidence.${part}.${code}`] ?? '';
        expect({ code, params: placeholders(text).sort() }).toEqual({
          code,
          params: placeholders(english).sort(),
        });
      }
  });

  it('says each next step without particulars, which only the English sentence has', () => {
    for (const id of Object.keys(steps)) expect(words[`steps.${id}`]).not.toContain('{{');
  });
});
