import { CONFIG_MAPS, EVENTS } from '../objects/resources';
import { createApiServer } from '../../apiserver/ApiServer';
import { VirtualClock } from '../../testUtils/VirtualClock';
import { Cluster } from '../Cluster';
import { Random } from '../Random';
import { compileExpression } from './Expression';
import { compileStage } from './Stage';
import { stageFunctions } from './stageFunctions';
import { StagePlayer } from './StagePlayer';
import { compileTemplate } from './Template';

const functions = stageFunctions(() => '2026-09-01T12:00:00Z');

describe('expressions', () => {
  const root = {
    spec: { replicas: 3, 'odd-name': 'x' },
    metadata: { annotations: { 'a.b/c': 'yes' } },
    list: [{ n: 1 }, { n: 2 }],
  };
  const evaluate = (source: string) =>
    compileExpression(source, functions)({ root, variables: { step: { action: 'start' } } });

  it.each<[string, unknown]>([
    ['.spec.replicas', 3],
    ['.spec.odd-name', 'x'],
    ['.metadata.annotations["a.b/c"]', 'yes'],
    ['.list[1].n', 2],
    ['.list[7].n', undefined],
    ['.spec.missing.deeper', undefined],
    ['$step.action', 'start'],
    ['"text with \\"quotes\\""', 'text with "quotes"'],
    ['add 1 2 .spec.replicas', 6],
    ['.spec.replicas | add 1 | mul 2', 8],
    ['default 5 .spec.missing', 5],
    ['and (eq $step.action "start") (gt .spec.replicas 2)', true],
    ['not (lt .spec.replicas 10)', false],
    ['len .list', 2],
    ['min 250 (mul 10 (pow 2 5))', 250],
    ['now', '2026-09-01T12:00:00Z'],
  ])('%s', (source, expected) => {
    expect(evaluate(source)).toEqual(expected);
  });

  it.each([
    'constructor',
    '.spec | process',
    'add (1',
    'eq 1 2)',
    '.spec.',
    '"open',
    'a'.repeat(600),
    '('.repeat(40),
  ])('refuses %j', source => {
    expect(() => compileExpression(source, functions)).toThrow(SyntaxError);
  });

  it.each(['.constructor', '.__proto__', '.toString', '.spec.hasOwnProperty', '.list.length'])(
    'sees nothing that the object does not hold itself: %s',
    source => {
      const seen = evaluate(source);
      expect(typeof seen === 'function' || seen === Object.prototype).toBe(false);
    },
  );
});

describe('templates', () => {
  const scope = {
    root: { spec: { containers: [{ name: 'a', port: 1 }, { name: 'b' }] } },
    variables: {},
  };
  const make = (source: unknown) => compileTemplate(source, functions)(scope);

  it('keeps the type of an expression that stands alone, and joins others to text', () => {
    expect(make({ n: '{{ add 1 2 }}', t: 'is {{ add 1 2 }}!' })).toEqual({ n: 3, t: 'is 3!' });
  });

  it('leaves out what comes out undefined', () => {
    expect(make({ a: '{{ .nothing }}', b: 1 })).toEqual({ b: 1 });
  });

  it('loops, with an index and a filter', () => {
    expect(
      make([
        'first',
        { $for: 'c in .spec.containers', $do: { name: '{{ $c.name }}', at: '{{ $cIndex }}' } },
        { $for: 'c in .spec.containers', $where: '$c.port', $do: '{{ $c.port }}' },
      ]),
    ).toEqual(['first', { name: 'a', at: 0 }, { name: 'b', at: 1 }, 1]);
  });

  it('chooses, and computes keys', () => {
    expect(
      make({ '{{ .spec.containers[0].name }}': { $if: '.spec.other', $then: 1, $else: 2 } }),
    ).toEqual({ a: 2 });
  });

  it('refuses what is nested without end', () => {
    let deep: unknown = 1;
    for (let level = 0; level < 30; level++) deep = { deep };
    expect(() => compileTemplate(deep, functions)).toThrow(/nested deeper/);
  });
});

function stage(name: string, spec: Record<string, unknown>) {
  return compileStage(
    {
      apiVersion: 'sandbox.kubemate.io/v1alpha1',
      kind: 'Stage',
      metadata: { name },
      spec: { resourceRef: { apiVersion: 'v1', kind: 'ConfigMap' }, ...spec },
    },
    functions,
  );
}

function setUp(stages: readonly ReturnType<typeof stage>[], seed = 1) {
  const clock = new VirtualClock();
  const random = Random.of(seed, 'apiserver');
  const server = createApiServer({ name: 't', clock, random: () => random.next(), users: [] });
  const cluster = new Cluster({ name: 't', client: server.client, clock, seed });
  const player = new StagePlayer({ cluster, resource: CONFIG_MAPS, stages });
  const create = (name: string, metadata: Record<string, unknown> = {}, data = {}) =>
    cluster.create(CONFIG_MAPS, { metadata: { name, namespace: 'default', ...metadata }, data });
  const data = (name: string) => cluster.get(CONFIG_MAPS, `default/${name}`)?.data;
  return { clock, cluster, player, create, data };
}

const when = (key: string, value: string) => ({
  matchExpressions: [{ key, operator: 'In', values: [value] }],
});

describe('StagePlayer', () => {
  it('takes an object from stage to stage, each after its delay', () => {
    const { clock, create, data, player } = setUp([
      stage('start', {
        selector: {
          matchLabels: { go: 'yes' },
          matchExpressions: [{ key: '.data.phase', operator: 'DoesNotExist' }],
        },
        delay: { seconds: 10 },
        next: { patch: { data: { phase: 'one' } } },
      }),
      stage('end', {
        selector: when('.data.phase', 'one'),
        delay: { seconds: '{{ quantity .data.wait }}' },
        next: { patch: { data: { phase: 'two', was: '{{ .data.phase }}' } } },
      }),
    ]);
    create('a', { labels: { go: 'yes' } }, { wait: '30' });
    create('b', {}, {});
    clock.advance(9_000);
    expect(data('a')).toEqual({ wait: '30' });
    clock.advance(2_000);
    expect(data('a')).toEqual({ wait: '30', phase: 'one' });
    clock.advance(31_000);
    expect(data('a')).toEqual({ wait: '30', phase: 'two', was: 'one' });
    expect(data('b')).toBeUndefined();
    expect(player.waiting).toBe(0);
  });

  it('does not start its wait anew when the object changes in other ways', () => {
    const { clock, cluster, create, data } = setUp([
      stage('s', {
        selector: {
          matchExpressions: [{ key: '.data.done', operator: 'DoesNotExist' }],
          matchAnnotations: { play: 'on' },
        },
        delay: { seconds: 10 },
        next: { patch: { data: { done: 'yes' } } },
      }),
    ]);
    create('a', { annotations: { play: 'on' } });
    clock.advance(8_000);
    cluster.patch(CONFIG_MAPS, 'default/a', { data: { other: '1' } });
    clock.advance(2_500);
    expect(data('a')).toEqual({ other: '1', done: 'yes' });
  });

  it('drops a stage that no longer applies', () => {
    const { clock, cluster, create, data, player } = setUp([
      stage('s', {
        selector: when('.data.phase', 'one'),
        delay: { seconds: 10 },
        next: { patch: { data: { phase: 'two' } } },
      }),
    ]);
    create('a', {}, { phase: 'one' });
    clock.advance(5_000);
    cluster.patch(CONFIG_MAPS, 'default/a', { data: { phase: 'three' } });
    expect(player.waiting).toBe(0);
    clock.advance(20_000);
    expect(data('a')).toEqual({ phase: 'three' });
  });

  it('repeats an event as one event that counts, and never in a tight circle', () => {
    const { clock, cluster, create } = setUp([
      stage('s', {
        selector: when('.data.sick', 'yes'),
        next: { events: [{ type: 'Warning', reason: 'Sick', message: 'is {{ .data.sick }}' }] },
      }),
    ]);
    create('a', {}, { sick: 'yes' });
    clock.advance(60_000);
    const events = cluster.list(EVENTS);
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ reason: 'Sick', message: 'is yes' });
    expect(events[0]?.count).toBeGreaterThan(30);
    expect(events[0]?.count).toBeLessThanOrEqual(61);
  });

  it('sets and takes finalizers, and deletes', () => {
    const { clock, cluster, create } = setUp([
      stage('guard', {
        selector: {
          matchLabels: { guard: 'on' },
          matchExpressions: [
            { key: '.metadata.finalizers', operator: 'DoesNotExist' },
            { key: '.metadata.deletionTimestamp', operator: 'DoesNotExist' },
          ],
        },
        next: { finalizers: { add: ['test/guard'] } },
      }),
      stage('release', {
        selector: {
          matchExpressions: [{ key: '.metadata.deletionTimestamp', operator: 'Exists' }],
        },
        delay: { seconds: 5 },
        next: { finalizers: { remove: ['test/guard'] } },
      }),
      stage('expire', { selector: when('.data.expire', 'now'), next: { delete: {} } }),
    ]);
    create('a', { labels: { guard: 'on' } });
    create('b', {}, { expire: 'now' });
    clock.advance(1_000);
    expect(cluster.get(CONFIG_MAPS, 'default/b')).toBeUndefined();
    expect(cluster.get(CONFIG_MAPS, 'default/a')?.metadata.finalizers).toEqual(['test/guard']);
    cluster.delete(CONFIG_MAPS, 'default/a');
    expect(cluster.get(CONFIG_MAPS, 'default/a')).toBeDefined();
    clock.advance(6_000);
    expect(cluster.get(CONFIG_MAPS, 'default/a')).toBeUndefined();
  });

  it('chooses among stages by weight, the same way under the same seed', () => {
    const stages = [1, 3].map(weight =>
      stage(`w${weight}`, {
        weight,
        selector: {
          matchLabels: { pick: 'me' },
          matchExpressions: [{ key: '.data.chosen', operator: 'DoesNotExist' }],
        },
        delay: { jitterSeconds: 5 },
        next: { patch: { data: { chosen: String(weight) } } },
      }),
    );
    const run = (seed: number) => {
      const { clock, create, data } = setUp(stages, seed);
      for (let index = 0; index < 200; index++) create(`c${index}`, { labels: { pick: 'me' } });
      clock.advance(10_000);
      return Array.from(
        { length: 200 },
        (_, index) => (data(`c${index}`) as { chosen: string }).chosen,
      ).join('');
    };
    expect(run(7)).toBe(run(7));
    expect(run(7)).not.toBe(run(8));
    const heavy = [...run(7)].filter(chosen => chosen === '3').length;
    expect(heavy).toBeGreaterThan(120);
    expect(heavy).toBeLessThan(180);
  });

  it('refuses a stage file with an unknown field, naming it', () => {
    expect(() => stage('s', { next: { patch: {}, explode: true } })).toThrow(/explode/);
  });
});
