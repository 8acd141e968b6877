import { run } from '../__testUtils__/runs';
import { runActions } from './runActions';

const hindrances = (given: Parameters<typeof run>[0]) =>
  Object.fromEntries(runActions(run(given)).map(({ id, hindrance }) => [id, hindrance]));

describe('runActions', () => {
  it('lets a run that goes on be cancelled', () => {
    expect(hindrances({ phase: 'running' })).toEqual({});
  });

  it.each(['succeeded', 'failed', 'cancelled', 'timed-out', 'unknown'] as const)(
    'finds nothing to cancel of a run that has %s',
    phase => expect(hindrances({ phase })).toEqual({ cancel: 'ended' }),
  );

  it('has nothing to delete of a run that its cluster has forgotten', () => {
    expect(hindrances({ phase: 'succeeded', isArchived: true })).toEqual({
      cancel: 'ended',
      delete: 'archived',
    });
  });
});
