import type { OperationReceipt } from '@kubemate/operations-common';
import { callerNamed, inputOf, memoryDatabase, startReplica } from './__testUtils__/replica';
import type { Replica } from './__testUtils__/replica';
import { rest, TestClock } from './__testUtils__/TestClock';
import { World } from './__testUtils__/World';

jest.setTimeout(60_000);

const dana = callerNamed('dana');
const NAMES = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
const INPUTS = NAMES.map(name => inputOf(name, 5));
const KEY = 'key-00001';

async function startWorld(options: Parameters<typeof startReplica>[0] = {}) {
  return startReplica({ world: new World(NAMES), ...options });
}

async function run(replica: Replica, fields: Partial<Parameters<Replica['bulk']['run']>[1]> = {}) {
  const started = await replica.bulk.run(replica.setValue, {
    inputs: INPUTS,
    caller: dana,
    ...fields,
  });
  await replica.idle();
  const record = await replica.store.get(started.id);
  if (record === undefined) throw new Error('no record');
  return record;
}

function statuses({ results }: { results: OperationReceipt['results'] }): string {
  return results.map(({ target, status }) => `${target.name} ${status}`).join(', ');
}

describe('BulkRunner', () => {
  it('answers at once, does each, and keeps a result, the changes and the undo of each', async () => {
    const replica = await startWorld();
    const started = await replica.bulk.run(replica.setValue, { inputs: INPUTS, caller: dana });
    expect(started).toMatchObject({ status: 'running', summary: 'Set a value: 8 objects' });
    expect(started.results.map(({ status }) => status)).toEqual(NAMES.map(() => 'pending'));
    await replica.idle();
    const [record] = await replica.records();
    expect(record).toMatchObject({ status: 'succeeded', progress: { done: 8, total: 8 } });
    expect(record?.results.map(({ target }) => target.name)).toEqual(NAMES);
    expect(record?.diff.map(({ target }) => target.name).sort()).toEqual(NAMES);
    expect(record?.undo?.data).toHaveLength(8);
    await rest();
    expect(replica.told).toMatchObject([{ outcome: 'succeeded', input: { inputs: INPUTS } }]);
  });

  it('stops no other where one may not, cannot, or fails, and says why', async () => {
    const replica = await startWorld();
    replica.rights.mayWhy = ({ name }) => ({ allowed: name !== 'b' });
    replica.world.things.delete('c');
    replica.world.before = name => {
      if (name === 'd') throw new Error('The webhook said no');
    };
    const inputs = [...INPUTS.slice(0, 4), inputOf('e', 13), ...INPUTS.slice(5)];
    const record = await run(replica, { inputs });
    expect(record.status).toBe('partial');
    expect(record.results).toMatchObject([
      { status: 'succeeded' },
      { status: 'failed', message: 'You lack patch on things in shop on dev.' },
      { status: 'failed', message: 'There is no thing c' },
      { status: 'failed', message: 'The webhook said no' },
      { status: 'failed', message: 'It cannot be 13' },
      { status: 'succeeded' },
      { status: 'succeeded' },
      { status: 'succeeded' },
    ]);
  });

  it('is failed where none succeeds', async () => {
    const replica = await startWorld();
    replica.world.things.clear();
    expect((await run(replica)).status).toBe('failed');
  });

  it('is refused as a whole where the portal does not offer it, and keeps that', async () => {
    const replica = await startWorld();
    replica.denied.add('dana things.thing.set');
    await expect(run(replica)).rejects.toMatchObject({ name: 'NotAllowedError' });
    expect(await replica.records()).toMatchObject([{ status: 'denied' }]);
    expect(replica.world.effects).toEqual([]);
  });

  it('asks for the number of objects where one is guarded, and keeps that it did', async () => {
    const replica = await startWorld({
      config: { guards: [{ require: 'typed', clusters: ['prod'] }] },
      clusters: [{ name: 'prod', labels: {} }],
    });
    const inputs = INPUTS.map((input, at) =>
      at === 7 ? { ...input, thing: { name: 'h', cluster: 'prod' } } : input,
    );
    await expect(run(replica, { inputs })).rejects.toThrow('send their number, 8');
    await expect(run(replica, { inputs, confirm: 'h' })).rejects.toThrow('send their number, 8');
    expect(replica.world.effects).toEqual([]);
    expect((await run(replica, { inputs, confirm: '8' })).status).toBe('succeeded');
    expect((await replica.records()).map(({ status }) => status).sort()).toEqual([
      'failed',
      'failed',
      'succeeded',
    ]);
  });

  it('is not for what needs an approval', async () => {
    const replica = await startWorld({ config: { guards: [{ require: 'approval' }] } });
    await expect(run(replica, { confirm: '8' })).rejects.toThrow('ask for it by itself');
  });

  it('does the same once for each key, and refuses other inputs', async () => {
    const replica = await startWorld();
    const [first, second] = await Promise.all([
      run(replica, { idempotencyKey: KEY }),
      run(replica, { idempotencyKey: KEY }),
    ]);
    expect(second.id).toBe(first.id);
    expect(replica.world.effects).toHaveLength(8);
    await expect(
      run(replica, { idempotencyKey: KEY, inputs: INPUTS.slice(1) }),
    ).rejects.toMatchObject({ name: 'ConflictError' });
    await expect(
      replica.runner.run(replica.setValue, {
        input: inputOf('a', 5),
        caller: dana,
        idempotencyKey: KEY,
      }),
    ).rejects.toMatchObject({ name: 'ConflictError' });
    expect(replica.world.effects).toHaveLength(8);
  });

  it('is cancelled after the objects it is at, whose results are kept', async () => {
    const replica = await startWorld();
    let id = '';
    replica.world.before = async name => {
      if (name !== 'c') for (let turn = 0; turn < 5; turn++) await rest();
    };
    replica.world.after = async name => {
      if (name === 'c') await replica.followUps.cancel({ id, caller: dana });
    };
    ({ id } = await replica.bulk.run(replica.setValue, { inputs: INPUTS, caller: dana }));
    await replica.idle();
    const record = await replica.store.get(id);
    expect(record?.status).toBe('cancelled');
    const done = record?.results.filter(({ status }) => status === 'succeeded') ?? [];
    const pending = record?.results.filter(({ status }) => status === 'pending') ?? [];
    expect(done.length).toBe(replica.world.effects.length);
    expect(done.length).toBeGreaterThanOrEqual(3);
    expect(pending.length).toBeGreaterThanOrEqual(1);
    // What was done can be undone, though the whole was not.
    expect(record?.undo?.data).toHaveLength(done.length);
  });

  it('keeps the result of an object that was still being worked on when another stopped the run', async () => {
    const replica = await startWorld();
    replica.world.before = async name => {
      if (name === 'a')
        throw Object.assign(new Error('no answer came'), { name: 'OutcomeUnknownError' });
      await rest();
    };
    const record = await run(replica);
    expect(record.status).toBe('partial');
    const done = record.results
      .filter(({ status }) => status === 'succeeded')
      .map(({ target }) => target.name);
    expect(replica.world.effects.map(effect => effect[0]).sort()).toEqual(done);
    expect(record.results[0]).toMatchObject({ status: 'failed', message: 'no answer came' });
    expect(record.results.some(({ status }) => status === 'pending')).toBe(true);
  });

  it('stores that an object is begun before it is, and does not begin what it could not store', async () => {
    const replica = await startWorld();
    const seen: string[] = [];
    replica.world.before = async name => {
      const [record] = await replica.records();
      const result = record?.results.find(({ target }) => target.name === name);
      seen.push(`${name} ${result?.message}`);
    };
    await run(replica);
    expect(seen.sort()).toEqual(NAMES.map(name => `${name} It has begun`));
  });

  describe('resumed', () => {
    it('does what has failed or is pending, keeps what was done, and is told as an event after the first', async () => {
      const replica = await startWorld();
      replica.world.things.delete('c');
      const first = await run(replica);
      replica.world.things.set('c', { value: 1, password: '', version: 1 });
      const effects = replica.world.effects.length;
      await replica.followUps.resume({ id: first.id, caller: dana });
      await replica.idle();
      const [record] = await replica.records();
      expect(record).toMatchObject({ id: first.id, status: 'succeeded' });
      expect(record?.results.every(({ status }) => status === 'succeeded')).toBe(true);
      expect(replica.world.effects.slice(effects)).toEqual(['c = 5']);
      expect(record?.undo?.data).toHaveLength(8);
      await rest();
      expect(replica.told).toMatchObject([
        { id: first.id, outcome: 'partial' },
        { outcome: 'succeeded', follows: first.id },
      ]);
    });

    it('goes on after a restart, by a new process', async () => {
      const knex = memoryDatabase();
      const clock = new TestClock();
      const old = await startWorld({ knex, clock });
      // The old process dies: whatever it would still do is never done.
      let begun = 0;
      old.world.before = () => (++begun > 3 ? new Promise(() => {}) : undefined);
      const { id } = await old.bulk.run(old.setValue, { inputs: INPUTS, caller: dana });
      await rest();
      old.stop.abort();
      jest.spyOn(old.store, 'update').mockRejectedValue(new Error('dead'));
      const world = new World(NAMES);
      for (const [name, thing] of old.world.things) world.things.set(name, thing);
      const young = await startReplica({ knex, clock, world });
      await expect(young.followUps.resume({ id, caller: dana })).rejects.toThrow('It is running');
      await clock.advance(31_000);
      await young.recovery.recover();
      const left = await young.store.get(id);
      expect(left?.status).toBe('interrupted');
      expect(left?.results.filter(({ status }) => status === 'succeeded')).toHaveLength(3);
      expect(
        left?.results.filter(({ message = '' }) => message.includes('may have been done')),
      ).toHaveLength(4);
      await young.followUps.resume({ id, caller: dana });
      await young.idle();
      expect(await young.store.get(id)).toMatchObject({ status: 'succeeded' });
      expect(statuses((await young.store.get(id)) ?? { results: [] })).toBe(
        NAMES.map(name => `${name} succeeded`).join(', '),
      );
      expect(young.world.effects).toHaveLength(5);
    });

    it('is taken over once, however many ask at the same time', async () => {
      const replica = await startWorld();
      replica.world.things.delete('c');
      const { id } = await run(replica);
      replica.world.things.set('c', { value: 1, password: '', version: 1 });
      replica.world.effects.length = 0;
      replica.world.before = () => rest();
      const answers = await Promise.allSettled(
        Array.from({ length: 5 }, () => replica.followUps.resume({ id, caller: dana })),
      );
      await replica.idle();
      expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(replica.world.effects).toEqual(['c = 5']);
    });

    it('is not touched any more by the run before, which still lives', async () => {
      const knex = memoryDatabase();
      const clock = new TestClock();
      const old = await startWorld({ knex, clock });
      let go = () => {};
      const held = new Promise<void>(resolve => (go = resolve));
      old.world.before = () => held;
      const { id } = await old.bulk.run(old.setValue, { inputs: INPUTS, caller: dana });
      await rest();
      await old.store.update(id, () => ({ leaseUntil: clock.now() - 1 }));
      const young = await startReplica({ knex, clock, world: new World(NAMES) });
      await young.recovery.recover();
      await young.followUps.resume({ id, caller: dana });
      await young.idle();
      const resumed = await young.store.get(id);
      expect(resumed?.status).toBe('succeeded');
      go();
      await old.idle();
      // The four that it was at; it learns of its end before it begins another.
      expect(old.world.effects).toHaveLength(4);
      const after = await young.store.get(id);
      expect(after).toMatchObject({
        status: 'succeeded',
        results: resumed?.results,
        runId: resumed?.runId,
      });
      await rest();
      expect([...old.told, ...young.told].map(({ outcome }) => outcome)).toEqual(
        expect.arrayContaining(['interrupted', 'succeeded']),
      );
    });

    it('is refused where the caller has lost the permission, nothing is left, or it was undone', async () => {
      const replica = await startWorld();
      const done = await run(replica);
      await expect(replica.followUps.resume({ id: done.id, caller: dana })).rejects.toThrow(
        'nothing to go on with',
      );
      await expect(
        replica.followUps.resume({ id: done.id, caller: callerNamed('alex') }),
      ).rejects.toMatchObject({ name: 'NotFoundError' });
      replica.world.things.delete('c');
      const partial = await run(replica, { inputs: NAMES.map(name => inputOf(name, 6)) });
      replica.denied.add('dana things.thing.set');
      await expect(
        replica.followUps.resume({ id: partial.id, caller: dana }),
      ).rejects.toMatchObject({ name: 'NotAllowedError' });
      replica.denied.clear();
      await replica.followUps.undo({ id: partial.id, caller: dana });
      await expect(replica.followUps.resume({ id: partial.id, caller: dana })).rejects.toThrow(
        'It has been undone',
      );
      const single = await replica.runner.run(replica.setValue, {
        input: inputOf('a', 8),
        caller: dana,
      });
      await expect(
        replica.followUps.resume({ id: single.record.id, caller: dana }),
      ).rejects.toMatchObject({ name: 'InputError' });
    });

    it('is refused where the inputs had secrets', async () => {
      const replica = await startWorld();
      const inputs = [{ thing: { name: 'nobody', cluster: 'dev' }, password: 'hunter2222' }];
      const { id } = await replica.bulk.run(replica.setPassword, { inputs, caller: dana });
      await replica.idle();
      await expect(replica.followUps.resume({ id, caller: dana })).rejects.toThrow(
        'has secrets that are not kept',
      );
    });
  });
});
