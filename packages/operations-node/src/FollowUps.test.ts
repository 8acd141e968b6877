import { sayOperation } from '@kubemate/operations-common';
import { callerNamed, inputOf, memoryDatabase, startReplica } from './__testUtils__/replica';
import type { Replica, ReplicaOptions } from './__testUtils__/replica';
import { rest, TestClock } from './__testUtils__/TestClock';
import { World } from './__testUtils__/World';
import { toReceipt } from './OperationRecord';

jest.setTimeout(60_000);

const dana = callerNamed('dana');
const alex = callerNamed('alex');
const HOUR = 3_600_000;
const NOT_FOUND = { name: 'NotFoundError' };
const CONFLICT = { name: 'ConflictError' };

async function runOne(replica: Replica, value = 5): Promise<string> {
  const { record } = await replica.runner.run(replica.setValue, {
    input: inputOf('a', value),
    caller: dana,
  });
  return record.id;
}

describe('undo', () => {
  it('puts back what was changed, as a record of its own', async () => {
    const replica = await startReplica();
    const id = await runOne(replica);
    const { record } = await replica.followUps.undo({ id, caller: dana });
    expect(replica.world.get('a').value).toBe(1);
    expect(record).toMatchObject({
      status: 'succeeded',
      summary: 'Undo: Set a from 1 to 5',
      said: [sayOperation('undoOf', { summary: 'Set a from 1 to 5' })],
      undoOf: id,
      diff: [{ changes: [{ path: 'spec.value', before: 5, after: 1 }] }],
    });
    const undone = await replica.store.get(id);
    expect(undone?.undoneBy).toBe(record.id);
    expect(undone && toReceipt(undone).undoUntil).toBeUndefined();
    await rest();
    expect(replica.told.map(({ id: told, undoOf }) => [told, undoOf])).toEqual([
      [id, undefined],
      [record.id, id],
    ]);
  });

  it('happens once, however many ask at the same time on however many replicas', async () => {
    const knex = memoryDatabase();
    const clock = new TestClock();
    const here = await startReplica({ knex, clock });
    const there = await startReplica({ knex, clock, world: here.world });
    const id = await runOne(here);
    const answers = await Promise.allSettled(
      Array.from({ length: 10 }, (_, at) =>
        (at % 2 ? here : there).followUps.undo({ id, caller: dana }),
      ),
    );
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(here.world.effects).toEqual(['a = 5', 'a = 1']);
    await expect(here.followUps.undo({ id, caller: dana })).rejects.toThrow(
      'It has been undone already',
    );
  });

  it('never overwrites what somebody has changed since', async () => {
    const replica = await startReplica();
    const id = await runOne(replica);
    replica.world.set('a', { value: 9 });
    await expect(replica.followUps.undo({ id, caller: dana })).rejects.toMatchObject(CONFLICT);
    expect(replica.world.get('a').value).toBe(9);
  });

  it('can be tried again where it failed', async () => {
    const replica = await startReplica();
    const id = await runOne(replica);
    replica.world.before = () => {
      throw new Error('not now');
    };
    await expect(replica.followUps.undo({ id, caller: dana })).rejects.toThrow('not now');
    const failed = await replica.store.get(id);
    expect(failed && toReceipt(failed).undoUntil).toBeDefined();
    replica.world.before = () => {};
    await replica.followUps.undo({ id, caller: dana });
    expect(replica.world.get('a').value).toBe(1);
  });

  it('can be tried again where it took long and failed then', async () => {
    const clock = new TestClock();
    const replica = await startReplica({ clock });
    const id = await runOne(replica);
    let fail = (_: Error) => {};
    replica.world.before = () => new Promise<void>((_, reject) => (fail = reject));
    const undo = replica.followUps.undo({ id, caller: dana });
    await clock.advance(15_000);
    expect((await undo).record.status).toBe('running');
    await expect(replica.followUps.undo({ id, caller: dana })).rejects.toThrow('undone already');
    fail(new Error('timed out'));
    await replica.idle();
    await rest();
    replica.world.before = () => {};
    await replica.followUps.undo({ id, caller: dana });
    expect(replica.world.get('a').value).toBe(1);
  });

  it('can be tried again where the portal ended while it ran', async () => {
    const knex = memoryDatabase();
    const clock = new TestClock();
    const dead = await startReplica({ knex, clock });
    const id = await runOne(dead);
    dead.world.before = () => new Promise(() => {});
    void dead.followUps.undo({ id, caller: dana }).catch(() => {});
    await rest();
    jest.spyOn(dead.store, 'update').mockRejectedValue(new Error('dead'));
    const world = new World();
    world.things.set('a', dead.world.get('a'));
    const young = await startReplica({ knex, clock, world });
    await clock.advance(31_000);
    await young.recovery.recover();
    await young.followUps.undo({ id, caller: dana });
    expect(world.get('a').value).toBe(1);
  });

  it('is refused too late, and keeps the attempt', async () => {
    const clock = new TestClock();
    const replica = await startReplica({ clock });
    const id = await runOne(replica);
    await clock.jump(600_001);
    await expect(replica.followUps.undo({ id, caller: dana })).rejects.toThrow('too late');
    expect(await replica.records()).toMatchObject([{ id }, { status: 'failed', undoOf: id }]);
  });

  it('is refused while it runs, where it cannot be undone, and of what was refused', async () => {
    const replica = await startReplica();
    const removal = await replica.runner.run(replica.remove, {
      input: { thing: { name: 'a', cluster: 'dev' } },
      caller: dana,
    });
    await expect(replica.followUps.undo({ id: removal.record.id, caller: dana })).rejects.toThrow(
      'cannot be undone',
    );
    await expect(runOne(replica)).rejects.toMatchObject(NOT_FOUND);
    const refused = (await replica.records()).find(({ status }) => status === 'failed');
    await expect(replica.followUps.undo({ id: refused?.id ?? '', caller: dana })).rejects.toThrow(
      'cannot be undone',
    );
  });

  it('needs the rights of the operation, and without them leaves a denied record', async () => {
    const replica = await startReplica();
    const id = await runOne(replica);
    replica.rights.mayWhy = () => ({ allowed: false });
    await expect(replica.followUps.undo({ id, caller: dana })).rejects.toThrow(
      'You lack patch on things',
    );
    replica.rights.mayWhy = () => ({ allowed: true });
    replica.denied.add('dana things.thing.set');
    await expect(replica.followUps.undo({ id, caller: dana })).rejects.toThrow(
      'Your role does not allow',
    );
    expect((await replica.records()).map(({ status }) => status)).toEqual([
      'succeeded',
      'denied',
      'denied',
    ]);
    expect(replica.world.get('a').value).toBe(5);
  });

  it('needs the portal’s permission also where the input was not kept whole', async () => {
    const replica = await startReplica();
    const input = { thing: { name: 'a', cluster: 'dev' }, password: 'hunter2222' };
    const { record } = await replica.runner.run(replica.setPassword, { input, caller: dana });
    replica.denied.add('dana things.thing.set');
    await expect(replica.followUps.undo({ id: record.id, caller: dana })).rejects.toMatchObject({
      name: 'NotAllowedError',
    });
  });

  describe('of a bulk operation', () => {
    async function runBulk(names = ['a', 'b', 'c']) {
      const replica = await startReplica({ world: new World(names) });
      const { id } = await replica.bulk.run(replica.setValue, {
        inputs: names.map(name => inputOf(name, 5)),
        caller: dana,
      });
      await replica.idle();
      return { replica, id };
    }

    it('puts back each that was changed', async () => {
      const { replica, id } = await runBulk();
      const { record } = await replica.followUps.undo({ id, caller: dana });
      expect(record.status).toBe('succeeded');
      expect([...replica.world.things.values()].map(({ value }) => value)).toEqual([1, 1, 1]);
    });

    it('says which could not be put back, and can be tried again for those alone', async () => {
      const { replica, id } = await runBulk();
      replica.world.before = name => {
        if (name === 'undo b') throw new Error('not now');
      };
      const { record } = await replica.followUps.undo({ id, caller: dana });
      expect(record.status).toBe('partial');
      expect(
        record.results.map(({ target, status, message }) => [target.name, status, message]),
      ).toEqual([
        ['a', 'succeeded', undefined],
        ['b', 'failed', 'not now'],
        ['c', 'succeeded', undefined],
      ]);
      // Not the way to go on with an undo: that would do the operation again.
      await expect(replica.followUps.resume({ id: record.id, caller: dana })).rejects.toMatchObject(
        { name: 'InputError' },
      );
      replica.world.before = () => {};
      const again = await replica.followUps.undo({ id, caller: dana });
      expect(again.record.results).toMatchObject([{ target: { name: 'b' }, status: 'succeeded' }]);
      expect([...replica.world.things.values()].map(({ value }) => value)).toEqual([1, 1, 1]);
      await expect(replica.followUps.undo({ id, caller: dana })).rejects.toThrow('undone already');
    });

    it('asks for the rights on each object, not only on the first', async () => {
      const { replica, id } = await runBulk();
      replica.rights.mayWhy = ({ name }) => ({ allowed: name !== 'c' });
      const { record } = await replica.followUps.undo({ id, caller: dana });
      expect(record.results.map(({ status }) => status)).toEqual([
        'succeeded',
        'succeeded',
        'failed',
      ]);
      expect(replica.world.get('c').value).toBe(5);
    });
  });
});

describe('approval', () => {
  async function ask(options: ReplicaOptions = {}) {
    const clock = new TestClock();
    const replica = await startReplica({
      config: { guards: [{ require: 'approval', expiresIn: '2h' }] },
      clock,
      ...options,
    });
    const id = await runOne(replica);
    return { replica, clock, id };
  }

  it('comes before anything happens; the one who asked runs what was approved, by a new plan', async () => {
    const { replica, clock, id } = await ask();
    expect(replica.world.effects).toEqual([]);
    expect(await replica.followUps.waitingFor(alex, 10)).toMatchObject([{ id, status: 'waiting' }]);
    await expect(replica.followUps.runApproved({ id, caller: dana })).rejects.toThrow(
      'It is not approved: it is waiting',
    );
    await clock.jump(HOUR);
    await replica.followUps.decide({ id, caller: alex, decision: 'approved', reason: 'fine' });
    await expect(replica.followUps.runApproved({ id, caller: alex })).rejects.toMatchObject(
      NOT_FOUND,
    );
    replica.world.set('a', { value: 3 });
    const { record } = await replica.followUps.runApproved({ id, caller: dana });
    expect(record).toMatchObject({
      status: 'succeeded',
      summary: 'Set a from 3 to 5',
      approvals: [{ by: 'user:default/alex', decision: 'approved', reason: 'fine' }],
      startedAt: clock.now(),
    });
    await rest();
    expect(replica.told).toMatchObject([
      { id, at: clock.now(), durationMs: 0, approvals: [{ by: 'user:default/alex' }] },
    ]);
  });

  it('is not given by whoever asked', async () => {
    const { replica, id } = await ask();
    await expect(
      replica.followUps.decide({ id, caller: dana, decision: 'approved' }),
    ).rejects.toMatchObject({ name: 'NotAllowedError' });
    expect(await replica.followUps.waitingFor(dana, 10)).toEqual([]);
  });

  it.each(['kubemate.operation.approve', 'things.thing.set'])(
    'needs %s, and without it does not exist',
    async permission => {
      const { replica, id } = await ask();
      replica.denied.add(`alex ${permission}`);
      await expect(
        replica.followUps.decide({ id, caller: alex, decision: 'approved' }),
      ).rejects.toMatchObject(NOT_FOUND);
      await expect(replica.followUps.read({ id, caller: alex })).rejects.toMatchObject(NOT_FOUND);
      expect(await replica.followUps.waitingFor(alex, 10)).toEqual([]);
    },
  );

  it('is decided once', async () => {
    const { replica, id } = await ask();
    const answers = await Promise.allSettled(
      [alex, callerNamed('kim'), callerNamed('lee')].flatMap(caller =>
        (['approved', 'rejected'] as const).map(decision =>
          replica.followUps.decide({ id, caller, decision }),
        ),
      ),
    );
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const reasons = answers.flatMap(answer =>
      answer.status === 'rejected' ? [answer.reason] : [],
    );
    expect(reasons.map(({ name }) => name)).toEqual(reasons.map(() => 'ConflictError'));
    expect((await replica.store.get(id))?.approvals).toHaveLength(1);
  });

  it('is run once', async () => {
    const { replica, id } = await ask();
    await replica.followUps.decide({ id, caller: alex, decision: 'approved' });
    const answers = await Promise.allSettled(
      Array.from({ length: 6 }, () => replica.followUps.runApproved({ id, caller: dana })),
    );
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(replica.world.effects).toEqual(['a = 5']);
  });

  it('is not run after a rejection, which is told', async () => {
    const { replica, id } = await ask();
    await replica.followUps.decide({
      id,
      caller: alex,
      decision: 'rejected',
      reason: 'not on a Friday',
    });
    await expect(replica.followUps.runApproved({ id, caller: dana })).rejects.toMatchObject(
      CONFLICT,
    );
    await rest();
    expect(replica.told).toMatchObject([
      { id, outcome: 'denied', approvals: [{ decision: 'rejected', reason: 'not on a Friday' }] },
    ]);
    expect(replica.world.effects).toEqual([]);
    // Who has decided may look at it later.
    expect(await replica.followUps.read({ id, caller: alex })).toMatchObject({ status: 'denied' });
  });

  it('cannot be given, nor used, after its time, and then it expires', async () => {
    const waiting = await ask();
    await waiting.clock.jump(2 * HOUR + 1);
    await expect(
      waiting.replica.followUps.decide({ id: waiting.id, caller: alex, decision: 'approved' }),
    ).rejects.toThrow('time to approve');
    expect(await waiting.replica.followUps.waitingFor(alex, 10)).toEqual([]);

    const approved = await ask();
    await approved.replica.followUps.decide({
      id: approved.id,
      caller: alex,
      decision: 'approved',
    });
    await approved.clock.jump(2 * HOUR + 1);
    await expect(
      approved.replica.followUps.runApproved({ id: approved.id, caller: dana }),
    ).rejects.toThrow('has expired');

    for (const { replica, id } of [waiting, approved]) {
      await replica.recovery.recover();
      expect(await replica.store.get(id)).toMatchObject({ status: 'expired' });
      await rest();
      expect(replica.told).toMatchObject([{ id, outcome: 'expired' }]);
      expect(replica.world.effects).toEqual([]);
    }
  });

  it('does not help who has lost the right meanwhile', async () => {
    const { replica, id } = await ask();
    await replica.followUps.decide({ id, caller: alex, decision: 'approved' });
    replica.rights.mayWhy = () => ({ allowed: false });
    await expect(replica.followUps.runApproved({ id, caller: dana })).rejects.toMatchObject({
      name: 'NotAllowedError',
    });
    expect(replica.world.effects).toEqual([]);
    expect(await replica.store.get(id)).toMatchObject({ status: 'approved' });
  });

  it('can be withdrawn by whoever asked, before and after', async () => {
    for (const isApproved of [false, true]) {
      const { replica, id } = await ask();
      if (isApproved) await replica.followUps.decide({ id, caller: alex, decision: 'approved' });
      expect((await replica.followUps.cancel({ id, caller: dana })).status).toBe('cancelled');
      await expect(replica.followUps.runApproved({ id, caller: dana })).rejects.toMatchObject(
        CONFLICT,
      );
      await expect(replica.followUps.cancel({ id, caller: dana })).rejects.toThrow('ended already');
    }
  });

  it('answers the one request where the same key is sent again', async () => {
    const replica = await startReplica({ config: { guards: [{ require: 'approval' }] } });
    const request = { input: inputOf('a', 5), caller: dana, idempotencyKey: 'key-00001' };
    const [first, second] = await Promise.all([
      replica.runner.run(replica.setValue, request),
      replica.runner.run(replica.setValue, request),
    ]);
    expect(second.record.id).toBe(first.record.id);
    const other = { ...request, input: inputOf('a', 6) };
    await expect(replica.runner.run(replica.setValue, other)).rejects.toMatchObject(CONFLICT);
  });

  it('of an operation that a later version does not have hides no others', async () => {
    const { replica, id } = await ask();
    await replica.store.insert({
      ...((await replica.store.get(id)) ?? Promise.reject(new Error('none'))),
      id: '00000000-0000-4000-8000-000000000001',
      operation: 'things.gone',
    } as never);
    expect((await replica.followUps.waitingFor(alex, 10)).map(record => record.id)).toEqual([id]);
  });
});

describe('a receipt of somebody else', () => {
  it('does not exist, for whatever is done with it', async () => {
    const replica = await startReplica();
    const id = await runOne(replica);
    const { followUps } = replica;
    const request = { id, caller: alex };
    await expect(followUps.read(request)).rejects.toMatchObject(NOT_FOUND);
    await expect(followUps.undo(request)).rejects.toMatchObject(NOT_FOUND);
    await expect(followUps.cancel(request)).rejects.toMatchObject(NOT_FOUND);
    await expect(followUps.resume(request)).rejects.toMatchObject(NOT_FOUND);
    await expect(followUps.runApproved(request)).rejects.toMatchObject(NOT_FOUND);
    await expect(followUps.decide({ ...request, decision: 'approved' })).rejects.toMatchObject(
      NOT_FOUND,
    );
    expect(await replica.records()).toHaveLength(1);
  });
});
