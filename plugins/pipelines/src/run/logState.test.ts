import { applyLogEvent } from './logState';

describe('applyLogEvent', () => {
  it('keeps each problem once', () => {
    const problem = { type: 'problem', step: 'unit', reason: 'container is creating' } as const;
    const state = applyLogEvent(applyLogEvent(undefined, problem), problem);
    expect(state.problems).toEqual([
      { key: 'unit: container is creating', text: 'unit: container is creating' },
    ]);
  });

  it('knows at the end where the lines came from, and whether all were kept', () => {
    const end = { type: 'end', from: 'archive', isCut: true } as const;
    expect(applyLogEvent(undefined, end)).toEqual({ problems: [], from: 'archive', isCut: true });
  });
});
