import { answerDraft, answerInput, lackingValues } from './answerDraft';

const run = { engine: 'jenkins', place: 'ci', folder: 'shop', name: 'release-4' } as const;
const input = {
  ...{ id: 'Release', message: 'Release it?', proceedText: 'Release', submitters: [] },
  params: [
    { name: 'REASON', type: 'string' as const },
    { name: 'NOTIFY', type: 'boolean' as const, default: 'true' },
    { name: 'KEY', type: 'password' as const, default: '' },
  ],
};

describe('the answer to a run that waits', () => {
  it('starts with the defaults, and lacks what has none', () => {
    const draft = answerDraft(input);
    expect(draft).toEqual({ REASON: '', NOTIFY: 'true', KEY: '' });
    expect(lackingValues(input, { decision: 'proceed', draft })).toEqual(['REASON']);
    expect(lackingValues(input, { decision: 'abort', draft })).toEqual([]);
  });

  it('keeps a password apart from what is stored, and gives none that is not filled in', () => {
    const draft = { REASON: 'tested', NOTIFY: 'false', KEY: 'canary' };
    expect(answerInput({ run, input }, { decision: 'proceed', draft })).toEqual({
      ...{ run, input: 'Release', decision: 'proceed' },
      params: { REASON: 'tested', NOTIFY: 'false' },
      secrets: { KEY: 'canary' },
    });
    const bare = answerInput({ run, input }, { decision: 'proceed', draft: { REASON: 'x' } });
    expect(bare).not.toHaveProperty('secrets');
  });

  it('gives no values to end a run', () => {
    const draft = answerDraft(input);
    expect(answerInput({ run, input }, { decision: 'abort', draft })).toEqual({
      ...{ run, input: 'Release', decision: 'abort' },
    });
  });

  it('takes a reason along, where there is one', () => {
    const draft = { REASON: 'x' };
    const of = (reason: string) =>
      answerInput({ run, input }, { decision: 'abort', draft, reason });
    expect(of(' too early ')).toHaveProperty('reason', 'too early');
    expect(of(' ')).not.toHaveProperty('reason');
  });
});
