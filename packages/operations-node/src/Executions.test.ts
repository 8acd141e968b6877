import { callerNamed, inputOf, memoryDatabase, startReplica } from './__testUtils__/replica';
import type { Replica } from './__testUtils__/replica';
import { rest, TestClock } from './__testUtils__/TestClock';
import type { AuditSink } from './AuditOutbox';
import type { RunContext } from './OperationDefinition';

jest.setTimeout(60_000);

const dana = callerNamed('dana');

/** Replicas of one portal with one database and one time, and a run on the first that stands still before its effect. */
async function startRun() {
  const knex = memoryDatabase();
  const clock = new TestClock();
  const here = await startReplica({ knex, clock });
  const there = await startReplica({ knex, clock, world: here.world });
  let go = () => {};
  const held = new Promise<void>(resolve => (go = resolve));
  let context: RunContext<unknown> | undefined;
  here.world.before = async (_, given) => {
    context = given;
    await Promise.race([held, aborted(given.signal)]);
  };
  const run = here.runner.run(here.setValue, { input: inputOf('a', 5), caller: dana });
  run.catch(() => {});
  await rest();
  const [record] = await here.records();
  if (record === undefined || context === undefined) throw new Error('it has not begun');
  return { here, there, clock, run, go, context, id: record.id };
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
  });
}

/** As where nobody hears the signal: the run goes on and does what it was to do. */
function deaf(replica: Replica) {
  let go = () => {};
  const held = new Promise<void>(resolve => (go = resolve));
  replica.world.before = () => held;
  return () => go();
}

describe('Executions', () => {
  it('keeps its lease for as long as it runs', async () => {
    const { there, clock, go, run, here } = await startRun();
    await clock.advance(600_000);
    await there.recovery.recover();
    expect(await here.records()).toMatchObject([{ status: 'running' }]);
    go();
    expect((await run).record.status).toBe('running');
    await here.idle();
    expect(await here.records()).toMatchObject([{ status: 'succeeded' }]);
  });

  it('stops where its lease cannot be kept, before another replica may say that it was abandoned', async () => {
    const { here, there, clock, context } = await startRun();
    const update = jest.spyOn(here.store, 'update').mockRejectedValue(new Error('no database'));
    await clock.advance(29_000);
    expect(context.signal.aborted).toBe(false);
    await there.recovery.recover();
    expect(await there.records()).toMatchObject([{ status: 'running' }]);
    await clock.advance(2_000);
    expect(context.signal.reason).toMatchObject({ name: 'LeaseLostError' });
    update.mockRestore();
    await there.recovery.recover();
    await clock.advance(60_000);
    await here.idle();
    expect(await there.records()).toMatchObject([{ status: 'interrupted' }]);
    expect(here.world.effects).toEqual([]);
    await clock.advance(10_000);
    expect(
      [...here.told, ...there.told].filter(({ outcome }) => outcome === 'interrupted').length,
    ).toBeGreaterThan(0);
  });

  it('stops where another replica has taken it for abandoned', async () => {
    const { here, there, clock, context, id } = await startRun();
    await there.store.update(id, () => ({ leaseUntil: clock.now() - 1 }));
    await there.recovery.recover();
    await clock.advance(10_000);
    expect(context.signal.reason).toMatchObject({ name: 'LeaseLostError' });
    await here.idle();
    expect(await here.records()).toMatchObject([{ status: 'interrupted' }]);
  });

  it('tells a late outcome as an event of its own, after the one that said interrupted', async () => {
    const { knex, clock, here, there } = await twoReplicas();
    const go = deaf(here);
    const run = here.runner.run(here.setValue, { input: inputOf('a', 5), caller: dana });
    await rest();
    const [{ id } = { id: '' }] = await here.records();
    await there.store.update(id, () => ({ leaseUntil: clock.now() - 1 }));
    await there.recovery.recover();
    await rest();
    expect(there.told).toMatchObject([{ id, outcome: 'interrupted' }]);
    go();
    const { record } = await run;
    expect(record).toMatchObject({ id, status: 'succeeded' });
    await rest();
    expect(here.told).toMatchObject([{ outcome: 'succeeded', follows: id }]);
    expect(here.told[0]?.id).not.toBe(id);
    expect(here.world.effects).toEqual(['a = 5']);
    await knex.destroy();
  });

  it('tells both in order where the audit trail was away', async () => {
    let isAway = true;
    const told: string[] = [];
    const { clock, here, there } = await twoReplicas(async events => {
      if (isAway) throw new Error('away');
      told.push(...events.map(({ outcome }) => outcome));
    });
    const go = deaf(here);
    const run = here.runner.run(here.setValue, { input: inputOf('a', 5), caller: dana });
    await rest();
    const [{ id } = { id: '' }] = await here.records();
    await there.store.update(id, () => ({ leaseUntil: clock.now() - 1 }));
    await there.recovery.recover();
    go();
    await run;
    isAway = false;
    await clock.advance(600_000);
    expect(told.slice(0, 2)).toEqual(['interrupted', 'succeeded']);
  });

  it('is cancelled here at once, and on another replica with the next heartbeat', async () => {
    const first = await startRun();
    await first.here.followUps.cancel({ id: first.id, caller: dana });
    await expect(first.run).rejects.toThrow('It was cancelled');
    expect(await first.here.records()).toMatchObject([
      { status: 'cancelled', results: [{ status: 'failed' }] },
    ]);

    const second = await startRun();
    const answered = await second.there.followUps.cancel({ id: second.id, caller: dana });
    expect(answered.status).toBe('running');
    expect(second.context.signal.aborted).toBe(false);
    await second.clock.advance(10_000);
    await expect(second.run).rejects.toThrow('It was cancelled');
    expect(await second.there.records()).toMatchObject([{ status: 'cancelled' }]);
    expect(second.here.world.effects).toEqual([]);
  });

  it('says interrupted where the portal is stopped', async () => {
    const { here, run } = await startRun();
    here.stop.abort();
    await expect(run).rejects.toThrow();
    await here.idle();
    expect(await here.records()).toMatchObject([
      { status: 'interrupted', error: { message: 'The portal was stopped while it ran' } },
    ]);
  });

  it('says interrupted also of what begins while the portal stops', async () => {
    const { here } = await twoReplicas();
    here.stop.abort();
    here.world.before = (_, { signal }) => signal.throwIfAborted();
    await expect(
      here.runner.run(here.setValue, { input: inputOf('a', 5), caller: dana }),
    ).rejects.toThrow();
    expect(await here.records()).toMatchObject([{ status: 'interrupted' }]);
  });

  it('says succeeded of what has succeeded, though its end cannot be stored at first', async () => {
    const { here, clock } = await twoReplicas();
    const update = here.store.update.bind(here.store);
    let failures = 3;
    jest.spyOn(here.store, 'update').mockImplementation(async (...args) => {
      if (here.world.effects.length > 0 && failures-- > 0) throw new Error('no database');
      return update(...args);
    });
    const run = here.runner.run(here.setValue, { input: inputOf('a', 5), caller: dana });
    await clock.advance(14_000);
    expect((await run).record.status).toBe('succeeded');
    expect(await here.records()).toMatchObject([{ status: 'succeeded' }]);
  });

  it('keeps a success whose output is no JSON', async () => {
    const { here } = await twoReplicas();
    const operation = {
      ...here.setValue,
      target: here.setValue.target,
      run: async () => ({ output: { size: 1n } }),
    };
    const { record } = await here.runner.run(operation as typeof here.setValue, {
      input: inputOf('a', 5),
      caller: dana,
    });
    expect(record).toMatchObject({
      status: 'succeeded',
      warnings: ['What it answered could not be kept'],
    });
  });

  it('stores progress at most twice a second, and never forgets the last', async () => {
    const { here, clock, context, go, run } = await startRun();
    here.changes.length = 0;
    for (let done = 1; done <= 100; done++) {
      context.report({ done, total: 100, message: `Evicted ${done}` });
      await clock.advance(20);
    }
    expect(here.changes.length).toBeGreaterThan(2);
    expect(here.changes.length).toBeLessThanOrEqual(5);
    await clock.advance(500);
    expect(await here.records()).toMatchObject([
      { status: 'running', progress: { done: 100, total: 100, message: 'Evicted 100' } },
    ]);
    go();
    await run;
  });
});

async function twoReplicas(sink?: AuditSink) {
  const knex = memoryDatabase();
  const clock = new TestClock();
  const here = await startReplica({ knex, clock, sink });
  const there = await startReplica({ knex, clock, world: here.world, sink });
  return { knex, clock, here, there };
}
