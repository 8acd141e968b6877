import { goDuration } from './goDuration';

it.each([
  ['24h0m0s', 86_400_000],
  ['1h30m', 5_400_000],
  ['1.5s', 1500],
  ['250ms', 250],
  ['0s', undefined],
  ['0', undefined],
  ['soon', undefined],
  ['', undefined],
])('%s is %s ms', (text, ms) => {
  expect(goDuration(text)).toBe(ms);
});
