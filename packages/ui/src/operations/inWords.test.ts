import { makePlan, makeReceipt } from '../testUtils';
import { planInWords, receiptInWords } from './inWords';

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
