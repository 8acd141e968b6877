import { sayOperation } from '@kubemate/operations-common';
import { PlanChangedError } from './PlanChangedError';
import { callerNamed, inputOf, startReplica } from './__testUtils__/replica';

const dana = callerNamed('dana');

describe('Planner', () => {
  it('says which permission of the portal is missing, whom to ask, and asks no cluster then', async () => {
    const replica = await startReplica({ config: { askWhom: 'the platform team in #platform' } });
    replica.denied.add('dana things.thing.set');
    const mayWhy = jest.fn(replica.rights.mayWhy);
    replica.rights.mayWhy = mayWhy;
    const plan = await replica.runner.plan(replica.setValue, {
      input: inputOf('a', 5),
      caller: dana,
    });
    const reason = sayOperation('refusalRole', {
      title: { code: 'operation', values: { name: 'things.set-value' }, text: 'Set a value' },
      permission: 'things.thing.set',
    });
    expect(plan).toEqual({
      ...{ allowed: false, denied: true },
      reason:
        'Your role does not allow “Set a value” (things.thing.set). Ask the platform team in #platform.',
      said: [sayOperation('refusalAsk', { reason, whom: 'the platform team in #platform' })],
      summary: 'Set a value',
      touches: [],
      warnings: [],
      diff: [],
      basis: '',
    });
    expect(mayWhy).not.toHaveBeenCalled();
  });

  it('names the right that a cluster does not give, and plans nothing', async () => {
    const replica = await startReplica();
    replica.world.onPlan = () => {
      throw new Error('planned');
    };
    replica.rights.mayWhy = () => ({ allowed: false });
    const plan = await replica.runner.plan(replica.setValue, {
      input: inputOf('a', 5),
      caller: dana,
    });
    expect(plan).toMatchObject({
      allowed: false,
      reason: 'You lack patch on things in shop on dev.',
      touches: [{ verb: 'patch', resource: 'things', name: 'a', cluster: 'dev' }],
    });
  });

  it('asks rules that are no cluster’s before any cluster, and plans nothing where they say no', async () => {
    const replica = await startReplica({ config: { askWhom: 'Sam' } });
    const mayWhy = jest.fn(replica.rights.mayWhy);
    replica.rights.mayWhy = mayWhy;
    const operation = {
      ...replica.setValue,
      whyDenied: async () => 'You are no owner of it.',
      plan: async () => {
        throw new Error('planned');
      },
    } as typeof replica.setValue;
    const plan = await replica.runner.plan(operation, { input: inputOf('a', 5), caller: dana });
    expect(plan).toMatchObject({ allowed: false, reason: 'You are no owner of it. Ask Sam.' });
    expect(mayWhy).not.toHaveBeenCalled();
  });

  const access = (verb: string, fields: object = {}) => ({
    cluster: 'dev',
    verb,
    resource: { group: 'apps', plural: 'deployments' },
    ...fields,
  });

  it('has the code of each part of a refusal, so that pages can say it in their language', async () => {
    const { said, reason } = await accessFor([
      access('get'),
      access('list', { namespace: 'shop' }),
    ]);
    expect(said).toMatchObject([
      {
        ...{ code: 'refusalAsk', text: reason },
        values: {
          reason: {
            code: 'refusalAnd',
            values: {
              first: { code: 'refusalLack', values: { verb: 'get', place: 'dev' } },
              rest: { code: 'refusalLack', values: { place: { code: 'refusalPlace' } } },
            },
          },
        },
      },
    ]);
  });

  it('keeps the code of why a rule does not let somebody', async () => {
    const replica = await startReplica();
    const why = {
      code: 'notTheirs',
      values: { group: 'payments' },
      text: 'It belongs to payments.',
    };
    const operation = {
      ...replica.setValue,
      whyDenied: async () => why,
    } as typeof replica.setValue;
    const plan = await replica.runner.plan(operation, { input: inputOf('a', 5), caller: dana });
    expect(plan).toMatchObject({ allowed: false, reason: why.text, said: [why] });
  });

  async function reasonFor(accesses: readonly object[], reason?: string) {
    return (await accessFor(accesses, reason)).reason;
  }

  async function accessFor(accesses: readonly object[], reason?: string) {
    const replica = await startReplica({ config: { askWhom: 'Sam' } });
    replica.rights.mayWhy = () => ({ allowed: false, reason });
    const needs = accesses.map(each => ({
      target: { kind: 'Deployment', name: 'x' },
      access: each,
    }));
    const operation = { ...replica.setValue, needs: async () => needs } as typeof replica.setValue;
    return replica.runner.access(operation, { input: inputOf('a', 5), caller: dana });
  }

  it.each([
    [
      'a subresource',
      [access('patch', { subresource: 'scale', namespace: 'shop' })],
      undefined,
      'You lack patch on deployments/scale in shop on dev. Ask Sam.',
    ],
    [
      'a right in the whole cluster',
      [access('delete')],
      undefined,
      'You lack delete on deployments in dev. Ask Sam.',
    ],
    [
      'a reason that says no more',
      [access('delete')],
      'User "dana" cannot delete resource "deployments"',
      'You lack delete on deployments in dev. Ask Sam.',
    ],
    [
      'a reason that says more',
      [access('delete')],
      'it is frozen until Monday',
      'You lack delete on deployments in dev (it is frozen until Monday). Ask Sam.',
    ],
    [
      'several, once each',
      [access('get'), access('get'), access('list')],
      undefined,
      'You lack get on deployments in dev. You lack list on deployments in dev. Ask Sam.',
    ],
    [
      'many, in short',
      ['a', 'b', 'c', 'd', 'e'].map(verb => access(verb)),
      undefined,
      'You lack a on deployments in dev. You lack b on deployments in dev. You lack c on deployments in dev. 2 more rights are missing. Ask Sam.',
    ],
  ])('words %s', async (_, accesses, reason, expected) => {
    expect(await reasonFor(accesses, reason)).toBe(expected);
  });

  it('allows only where every right is given', async () => {
    const replica = await startReplica();
    const all = ['get', 'patch', 'delete'];
    const needs = all.map(verb => ({ target: { kind: 'Thing', name: 'a' }, access: access(verb) }));
    const operation = { ...replica.setValue, needs: async () => needs } as typeof replica.setValue;
    for (const missing of [undefined, ...all]) {
      replica.rights.mayWhy = ({ verb }) => ({ allowed: verb !== missing });
      const { allowed } = await replica.runner.access(operation, {
        input: inputOf('a', 5),
        caller: dana,
      });
      expect(allowed).toBe(missing === undefined);
    }
  });

  it('tells what would change, the guard and the time for undo, and changes nothing', async () => {
    const replica = await startReplica({ config: { guards: [{ require: 'typed' }] } });
    const plan = await replica.runner.plan(replica.setValue, {
      input: inputOf('a', 5),
      caller: dana,
    });
    expect(plan).toMatchObject({
      allowed: true,
      summary: 'Set a from 1 to 5',
      diff: [{ changes: [{ path: 'spec.value', before: 1, after: 5 }] }],
      guard: { kind: 'typed', text: 'a' },
      undoSeconds: 600,
    });
    expect(replica.world.effects).toEqual([]);
    expect(await replica.records()).toEqual([]);
    const removal = await replica.runner.plan(replica.remove, {
      input: inputOf('a', 5),
      caller: dana,
    });
    expect(removal.undoSeconds).toBeUndefined();
  });

  it('refuses what cannot be done whatever the rights', async () => {
    const replica = await startReplica();
    const plan = await replica.runner.plan(replica.setValue, {
      input: inputOf('a', 13),
      caller: dana,
    });
    expect(plan).toMatchObject({ allowed: false, reason: 'It cannot be 13' });
    // It is no lack of a right.
    expect(plan.denied).toBeUndefined();
  });
});

describe('PlanChangedError', () => {
  const diff = (value: unknown, count = 1) => [
    {
      target: { kind: 'Thing', name: 'a' },
      before: '',
      after: '',
      changes: Array.from({ length: count }, (_, at) => ({
        path: `f${at}`,
        before: value,
        after: 1,
      })),
    },
  ];

  it('says what there is now, in short', () => {
    expect(new PlanChangedError(diff(3)).message).toBe(
      'What you saw has changed since: Thing a has f0 = 3. Look at the new plan',
    );
    expect(new PlanChangedError(diff(undefined)).message).toContain('Thing a has f0 = nothing');
    expect(new PlanChangedError(diff(3, 9)).message).toContain('f4 = 3, and 4 more.');
    expect(new PlanChangedError(diff('x'.repeat(5_000))).message.length).toBeLessThan(250);
    expect(new PlanChangedError([]).message).toContain('there is nothing left to change');
  });
});
