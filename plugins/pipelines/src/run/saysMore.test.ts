import { saysMore } from './saysMore';

it.each([
  ['Running', false],
  ['Started', false],
  ['PipelineRunPending', true],
  ['ExceededResourceQuota', true],
  [undefined, true],
])('%s: %s', (reason, more) => {
  expect(saysMore({ reason })).toBe(more);
});
