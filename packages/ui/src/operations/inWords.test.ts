import { makePlan, makeReceipt } from '../testUtils';
import { accessInWords, planInWords, receiptInWords } from './inWords';

const phrase = (text: string) => ({ code: 'x', values: {}, text });
const say = ({ text }: { text: string }) => (text === 'unknown' ? undefined : `zh:${text}`);

it('says what it has the code of, and leaves the rest as it is', () => {
  const plan = makePlan({
    ...{
      summary: 'Promote',
      reason: 'Frozen.',
      warnings: ['mind', 'of the API server', 'unknown'],
    },
    said: ['Promote', 'Frozen.', 'mind', 'unknown'].map(phrase),
  });
  expect(planInWords(plan, say)).toMatchObject({
    ...{ summary: 'zh:Promote', reason: 'zh:Frozen.' },
    warnings: ['zh:mind', 'of the API server', 'unknown'],
  });
});

it('says why somebody may not, and what guards it', () => {
  const access = { allowed: false, reason: 'Not yours.', said: [phrase('Not yours.')] };
  expect(accessInWords(access, say).reason).toBe('zh:Not yours.');
  expect(accessInWords({ allowed: true }, say)).toEqual({ allowed: true });
  const guard = { kind: 'typed', text: 'a', why: 'It goes' } as const;
  expect(planInWords(makePlan({ guard, said: [phrase('It goes')] }), say).guard?.why).toBe(
    'zh:It goes',
  );
});

it('says what came of it', () => {
  const target = { kind: 'Deployment', name: 'cart' };
  const receipt = makeReceipt({
    ...{ summary: 'Promote', said: [phrase('Promote'), phrase('Rolled back')] },
    results: [{ target, status: 'failed', message: 'Rolled back' }],
    progress: { done: 1, total: 4, message: 'Set', said: [phrase('Set')] },
  });
  expect(receiptInWords(receipt, say)).toMatchObject({
    ...{ summary: 'zh:Promote', results: [{ message: 'zh:Rolled back' }] },
    progress: { message: 'zh:Set' },
  });
});
