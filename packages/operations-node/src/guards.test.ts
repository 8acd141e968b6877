import { ConfigReader } from '@backstage/config';
import type { JsonValue } from '@backstage/types';
import { sayOperation } from '@kubemate/operations-common';
import { guardFor, readOperationsConfig } from './guards';
import type { GuardRule } from './guards';

function read(operations: JsonValue) {
  return readOperationsConfig(new ConfigReader({ kubemate: { operations } }));
}

const prod = { name: 'prod-eu', labels: { environment: 'prod' } };
const dev = { name: 'dev', labels: { environment: 'dev' } };

function guard(
  rules: readonly Partial<GuardRule>[],
  options: {
    effect?: 'read' | 'write' | 'destroy';
    name?: `${string}.${string}`;
    cluster?: typeof prod;
  } = {},
) {
  return guardFor({
    rules: rules.map(rule => ({ require: 'typed', expiresIn: '24h', ...rule })),
    contract: { name: options.name ?? 'clusters.drain-node', effect: options.effect ?? 'destroy' },
    target: { kind: 'Node', name: 'node-1', cluster: options.cluster?.name },
    cluster: options.cluster,
  });
}

describe('readOperationsConfig', () => {
  it.each<[string, JsonValue, string]>([
    [
      'an unknown requirement',
      { guards: [{ require: 'maybe' }] },
      'kubemate.operations.guards.0.require: ',
    ],
    [
      'a misspelt key',
      { guards: [{ require: 'typed', cluster: 'a' }] },
      'kubemate.operations.guards.0: Unrecognized key: "cluster"',
    ],
    [
      'a wrong effect',
      { guards: [{ require: 'typed', effects: ['write', 'delete'] }] },
      'kubemate.operations.guards.0.effects.1: ',
    ],
    [
      'a time without a unit',
      { guards: [{ require: 'approval', expiresIn: '30' }] },
      'kubemate.operations.guards.0.expiresIn: must be a number with s, m, h or d',
    ],
    ['no days', { keepDays: 0 }, 'kubemate.operations.keepDays: '],
    ['a text instead of an object', 'all', 'kubemate.operations: '],
  ])('names the key of %s', (_, config, message) => {
    expect(() => read(config)).toThrow(message);
  });

  it('names every key that is wrong', () => {
    expect(() => read({ keepDays: -1, askWhom: '' })).toThrow(/askWhom.*; .*keepDays/);
  });

  it('asks for the name of what is destroyed in production where nothing is configured', () => {
    const { guards, keepDays } = read({});
    expect(keepDays).toBe(400);
    expect(guard(guards, { cluster: prod })).toEqual({
      kind: 'typed',
      text: 'node-1',
      why: sayOperation('guardTakesOn', { cluster: 'prod-eu' }),
    });
    expect(guard(guards, { cluster: prod, effect: 'write' })).toBeUndefined();
    expect(guard(guards, { cluster: dev })).toBeUndefined();
    expect(guard(guards)).toBeUndefined();
  });

  it('guards nothing with an empty list', () => {
    expect(guard(read({ guards: [] }).guards, { cluster: prod })).toBeUndefined();
  });
});

describe('guardFor', () => {
  it('takes the first rule that matches', () => {
    const rules: Partial<GuardRule>[] = [
      { operations: ['clusters.drain-node'], require: 'nothing' },
      { operations: ['clusters.*'], require: 'approval', expiresIn: '30m' },
      { require: 'typed' },
    ];
    expect(guard(rules)).toBeUndefined();
    expect(guard(rules, { name: 'clusters.delete' })).toMatchObject({
      kind: 'approval',
      expiresInSeconds: 1_800,
    });
    expect(guard(rules, { name: 'tenants.archive' })).toMatchObject({ kind: 'typed' });
  });

  it.each([
    ['45s', 45],
    ['5m', 300],
    ['24h', 86_400],
    ['7d', 604_800],
  ])('reads %s', (expiresIn, expiresInSeconds) => {
    expect(guard([{ require: 'approval', expiresIn }])).toMatchObject({ expiresInSeconds });
  });

  it('matches clusters by name and by every label, and never what is on no cluster', () => {
    expect(guard([{ clusters: ['prod-eu'] }], { cluster: prod })).toBeDefined();
    expect(guard([{ clusters: ['prod-eu'] }], { cluster: dev })).toBeUndefined();
    expect(guard([{ clusters: ['prod-eu'] }])).toBeUndefined();
    expect(
      guard([{ clusterLabels: { environment: 'prod', region: 'eu' } }], { cluster: prod }),
    ).toBeUndefined();
    expect(guard([{ clusterLabels: { environment: 'prod' } }])).toBeUndefined();
    expect(guard([{ clusters: [] }], { cluster: prod })).toBeUndefined();
  });

  it('asks for the name where the contract wants that and no rule says otherwise', () => {
    const ask = (rules: GuardRule[]) =>
      guardFor({
        rules,
        contract: { name: 'clusters.remove-cluster', effect: 'destroy', typed: true },
        target: { kind: 'Cluster', name: 'dev', cluster: 'dev' },
        cluster: dev,
      });
    expect(ask([])).toMatchObject({ kind: 'typed', text: 'dev' });
    expect(ask([{ require: 'approval', expiresIn: '1h' }])).toMatchObject({ kind: 'approval' });
    expect(ask([{ require: 'nothing', expiresIn: '1h' }])).toBeUndefined();
  });

  it('matches a name as a whole unless the pattern ends with a star', () => {
    expect(guard([{ operations: ['clusters.drain'] }])).toBeUndefined();
    expect(guard([{ operations: ['clusters.drain*'] }])).toBeDefined();
    expect(guard([{ operations: ['*'] }])).toBeDefined();
    expect(guard([{ operations: [] }])).toBeUndefined();
  });
});
