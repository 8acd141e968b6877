import { callerNamed, inputOf, memoryDatabase, startReplica } from './__testUtils__/replica';
import type { Replica } from './__testUtils__/replica';
import { rest, TestClock } from './__testUtils__/TestClock';

jest.setTimeout(60_000);

const dana = callerNamed('dana');
const KEY = 'key-00001';
const PASSWORD = 'c4nary-"pässword"-9317';

/** Resolves when the first one has come as far as its effect, and lets it go on. */
function holdRuns(replica: Replica) {
  let release = () => {};
  const reached = new Promise<void>(resolve => {
    const held = new Promise<void>(go => (release = go));
    replica.world.before = async () => {
      resolve();
      await held;
    };
  });
  return { reached, release: () => release() };
}

describe('OperationRunner', () => {
  it('stores intent before anything happens, and the outcome after', async () => {
    const replica = await startReplica();
    const hold = holdRuns(replica);
    const running = replica.runner.run(replica.setValue, {
      input: inputOf('a', 5),
      caller: dana,
      reason: 'more visitors',
    });
    await hold.reached;
    expect(await replica.records()).toMatchObject([
      { status: 'running', summary: 'Set a from 1 to 5', leaseUntil: replica.clock.now() + 30_000 },
    ]);
    hold.release();
    const { record, output } = await running;
    expect(output).toEqual({ version: 2 });
    const [stored] = await replica.records();
    expect(stored).toEqual({ ...record, undelivered: false });
    expect(record).toMatchObject({
      status: 'succeeded',
      actor: 'user:default/dana',
      target: { cluster: 'dev', kind: 'Thing', namespace: 'shop', name: 'a' },
      input: inputOf('a', 5),
      diff: [{ changes: [{ path: 'spec.value', before: 1, after: 5 }] }],
      results: [{ status: 'succeeded' }],
      undo: { data: { name: 'a', value: 1, version: 2 }, until: replica.clock.now() + 600_000 },
      reason: 'more visitors',
      output: { version: 2 },
    });
    expect(record.leaseUntil).toBeUndefined();
    await rest();
    expect(replica.told).toMatchObject([
      { id: record.id, outcome: 'succeeded', actor: record.actor },
    ]);
  });

  describe('with an idempotency key', () => {
    it('does the same once, whatever the order of keys', async () => {
      const replica = await startReplica();
      const input = { ...inputOf('a', 5), labels: { one: '1', two: '2' } };
      const turned = { labels: { two: '2', one: '1' }, ...inputOf('a', 5) };
      const first = await replica.runner.run(replica.setValue, {
        input,
        caller: dana,
        idempotencyKey: KEY,
      });
      const second = await replica.runner.run(replica.setValue, {
        input: turned,
        caller: dana,
        idempotencyKey: KEY,
      });
      expect(second.record.id).toBe(first.record.id);
      expect(replica.world.effects).toEqual(['a = 5']);
    });

    it('refuses another input', async () => {
      const replica = await startReplica();
      await replica.runner.run(replica.setValue, {
        input: inputOf('a', 5),
        caller: dana,
        idempotencyKey: KEY,
      });
      const other = replica.runner.run(replica.setValue, {
        input: inputOf('a', 6),
        caller: dana,
        idempotencyKey: KEY,
      });
      await expect(other).rejects.toMatchObject({ name: 'ConflictError' });
      expect(replica.world.effects).toEqual(['a = 5']);
    });

    it('keeps people and operations apart', async () => {
      const replica = await startReplica();
      const run = (name: string, operation = replica.setValue) =>
        replica.runner.run(operation, {
          input: inputOf('a', 5),
          caller: callerNamed(name),
          idempotencyKey: KEY,
        });
      const ids = [await run('dana'), await run('alex'), await run('dana', replica.remove)];
      expect(new Set(ids.map(({ record }) => record.id)).size).toBe(3);
    });

    it('runs once where several come at the same time, and answers all with the one receipt', async () => {
      const knex = memoryDatabase();
      const clock = new TestClock();
      const first = await startReplica({ knex, clock });
      const second = await startReplica({ knex, clock, world: first.world });
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, at) =>
          (at % 2 ? first : second).runner.run(first.setValue, {
            input: inputOf('a', 5),
            caller: dana,
            idempotencyKey: KEY,
          }),
        ),
      );
      expect(new Set(answers.map(({ record }) => record.id)).size).toBe(1);
      expect(first.world.effects).toEqual(['a = 5']);
      expect(await first.records()).toHaveLength(1);
    });

    it('answers the receipt also where the first has made the second impossible', async () => {
      const replica = await startReplica();
      const request = {
        input: { thing: { name: 'a', cluster: 'dev' } },
        caller: dana,
        idempotencyKey: KEY,
      };
      const answers = await Promise.all([
        replica.runner.run(replica.remove, request),
        replica.runner.run(
          {
            ...replica.remove,
            target: input => replica.remove.target(input),
            plan: async (input, context) => {
              while (replica.world.things.has('a')) await rest();
              return replica.remove.plan(input, context);
            },
          } as typeof replica.remove,
          request,
        ),
      ]);
      expect(answers[1]?.record.id).toBe(answers[0]?.record.id);
      expect(await replica.records()).toHaveLength(1);
    });

    it('lets a refused attempt be made again with the same key, and keeps the refusal', async () => {
      const replica = await startReplica();
      replica.denied.add('dana things.thing.set');
      const request = { input: inputOf('a', 5), caller: dana, idempotencyKey: KEY };
      await expect(replica.runner.run(replica.setValue, request)).rejects.toMatchObject({
        name: 'NotAllowedError',
      });
      replica.denied.clear();
      await replica.runner.run(replica.setValue, request);
      expect((await replica.records()).map(({ status }) => status)).toEqual([
        'denied',
        'succeeded',
      ]);
    });
  });

  it('does nothing where the plan that was seen no longer holds, and says what changed', async () => {
    const replica = await startReplica();
    const { basis } = await replica.runner.plan(replica.setValue, {
      input: inputOf('a', 5),
      caller: dana,
    });
    replica.world.set('a', { value: 3 });
    const run = replica.runner.run(replica.setValue, {
      input: inputOf('a', 5),
      caller: dana,
      basis,
    });
    await expect(run).rejects.toMatchObject({
      name: 'ConflictError',
      message: expect.stringContaining('Thing a has spec.value = 3'),
      diff: [{ changes: [{ path: 'spec.value', before: 3, after: 5 }] }],
    });
    expect(replica.world.effects).toEqual(['a = 3']);
    expect(await replica.records()).toMatchObject([
      { status: 'failed', error: { name: 'ConflictError' } },
    ]);
  });

  it('runs where only something else has changed', async () => {
    const replica = await startReplica();
    const { basis } = await replica.runner.plan(replica.setValue, {
      input: inputOf('a', 5),
      caller: dana,
    });
    replica.world.set('a', { password: 'new' });
    await replica.runner.run(replica.setValue, { input: inputOf('a', 5), caller: dana, basis });
    expect(replica.world.get('a').value).toBe(5);
  });

  it('never overwrites what came between its own plan and its run', async () => {
    const replica = await startReplica();
    replica.world.before = name => void replica.world.set(name, { value: 7 });
    await expect(
      replica.runner.run(replica.setValue, { input: inputOf('a', 5), caller: dana }),
    ).rejects.toMatchObject({ name: 'ConflictError' });
    expect(replica.world.get('a').value).toBe(7);
  });

  it.each([
    [
      'a missing permission',
      'denied',
      'NotAllowedError',
      (replica: Replica) => void replica.denied.add('dana things.thing.set'),
    ],
    [
      'a missing right',
      'denied',
      'NotAllowedError',
      (replica: Replica) => void (replica.rights.mayWhy = () => ({ allowed: false })),
    ],
    [
      'a plan that fails',
      'failed',
      'NotFoundError',
      (replica: Replica) => void replica.world.things.clear(),
    ],
  ])('keeps an attempt that ends at %s', async (_, status, name, prepare) => {
    const replica = await startReplica();
    prepare(replica);
    await expect(
      replica.runner.run(replica.setValue, { input: inputOf('a', 5), caller: dana }),
    ).rejects.toMatchObject({ name });
    const [record] = await replica.records();
    expect(record).toMatchObject({ status, error: { name }, results: [{ status: 'failed' }] });
    await rest();
    expect(replica.told).toMatchObject([{ id: record?.id, outcome: status }]);
    expect(replica.world.effects).toEqual([]);
  });

  it('keeps what failed, and answers its error', async () => {
    const replica = await startReplica();
    replica.world.before = () => {
      throw new Error('The API server is on fire');
    };
    await expect(
      replica.runner.run(replica.setValue, { input: inputOf('a', 5), caller: dana }),
    ).rejects.toThrow('The API server is on fire');
    expect(await replica.records()).toMatchObject([
      {
        status: 'failed',
        error: { name: 'Error', message: 'The API server is on fire' },
        results: [{ status: 'failed', message: 'The API server is on fire' }],
      },
    ]);
  });

  it('asks for the text of a guard, exactly', async () => {
    const replica = await startReplica({ config: { guards: [{ require: 'typed' }] } });
    const run = (confirm?: string) =>
      replica.runner.run(replica.setValue, { input: inputOf('a', 5), caller: dana, confirm });
    for (const wrong of [undefined, '', 'A', 'a '])
      await expect(run(wrong)).rejects.toThrow('send "a" as the query parameter "confirm"');
    expect(replica.world.effects).toEqual([]);
    await run('a');
    expect(replica.world.effects).toEqual(['a = 5']);
  });

  it('answers a running receipt where it takes long, and goes on', async () => {
    const clock = new TestClock();
    const replica = await startReplica({ clock });
    const hold = holdRuns(replica);
    const running = replica.runner.run(replica.setValue, { input: inputOf('a', 5), caller: dana });
    await hold.reached;
    await clock.advance(15_000);
    expect((await running).record.status).toBe('running');
    hold.release();
    await replica.idle();
    expect(await replica.records()).toMatchObject([{ status: 'succeeded' }]);
  });

  describe('secrets', () => {
    const input = { thing: { name: 'a', cluster: 'dev' }, password: PASSWORD };

    async function everythingStored(replica: Replica): Promise<string> {
      await rest();
      const rows = await replica.knex('operations').select('*');
      const told = JSON.stringify([rows, replica.told, replica.changes]);
      const logged = JSON.stringify(
        Object.values(replica.logger).flatMap(each =>
          jest.isMockFunction(each) ? each.mock.calls : [],
        ),
      );
      // Records are JSON in JSON: quotes are escaped once more.
      return `${told}${logged}`.replaceAll('\\', '');
    }

    const traces = [PASSWORD, 'c4nary', 'pässword', Buffer.from(PASSWORD).toString('base64')];

    it('of an input are stored nowhere: not in records, events, progress, plans or logs', async () => {
      const replica = await startReplica();
      const { record, output } = await replica.runner.run(replica.setPassword, {
        input,
        caller: dana,
        idempotencyKey: KEY,
      });
      expect(output).toEqual({ said: PASSWORD });
      expect(record).toMatchObject({
        inputIsPartial: true,
        input: { thing: { name: 'a' } },
        summary: 'Set the password of a to …',
        warnings: ['… is short', 'It was …'],
      });
      const text = await everythingStored(replica);
      expect(replica.told).toHaveLength(1);
      for (const trace of traces) expect(text).not.toContain(trace);
    });

    it('of an input are not in what is kept of a failure', async () => {
      const replica = await startReplica();
      const refused = { ...input, password: `${PASSWORD}-refuse` };
      await expect(
        replica.runner.run(replica.setPassword, { input: refused, caller: dana }),
      ).rejects.toThrow();
      replica.world.things.clear();
      await expect(
        replica.runner.run(replica.setPassword, { input, caller: dana }),
      ).rejects.toThrow();
      const [record] = await replica.records();
      expect(record?.error?.message).toBe('Invalid value: "…"');
      const text = await everythingStored(replica);
      for (const trace of traces) expect(text).not.toContain(trace);
    });

    it('of bulk inputs are stored nowhere', async () => {
      const replica = await startReplica();
      const inputs = [input, { ...input, thing: { name: 'gone', cluster: 'dev' } }];
      await replica.bulk.run(replica.setPassword, { inputs, caller: dana, idempotencyKey: KEY });
      await replica.idle();
      expect(replica.world.get('a').password).toBe(PASSWORD);
      const text = await everythingStored(replica);
      expect(replica.told).toMatchObject([{ outcome: 'partial' }]);
      for (const trace of traces) expect(text).not.toContain(trace);
    });

    it('cannot be found by trying inputs against the hash, as that is salted and slow', async () => {
      const replica = await startReplica();
      const run = (key: string) =>
        replica.runner.run(replica.setPassword, { input, caller: dana, idempotencyKey: key });
      const hashes = [await run('key-00001'), await run('key-00002')].map(
        ({ record }) => record.inputHash,
      );
      expect(new Set(hashes).size).toBe(2);
      await expect(run('key-00001')).resolves.toMatchObject({ record: { inputHash: hashes[0] } });
    });

    it('of an output are answered once and never stored', async () => {
      const clock = new TestClock();
      const replica = await startReplica({ clock });
      replica.world.set('a', { password: PASSWORD });
      replica.world.before = async () => clock.advance(20_000);
      const request = { input: { thing: input.thing }, caller: dana, idempotencyKey: KEY };
      expect(await replica.runner.run(replica.reveal, request)).toMatchObject({
        output: { password: PASSWORD },
      });
      expect((await replica.runner.run(replica.reveal, request)).output).toBeUndefined();
      const text = await everythingStored(replica);
      for (const trace of traces) expect(text).not.toContain(trace);
    });

    it('are not kept for an approval', async () => {
      const replica = await startReplica({ config: { guards: [{ require: 'approval' }] } });
      await expect(
        replica.runner.run(replica.setPassword, { input, caller: dana }),
      ).rejects.toThrow('needs an approval');
      expect(await replica.records()).toMatchObject([{ status: 'failed' }]);
    });
  });
});
