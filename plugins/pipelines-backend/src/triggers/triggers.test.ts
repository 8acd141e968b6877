import { evaluateCel } from './evaluateCel';
import { traceTrigger } from './traceTrigger';
import type { ResolvedTrigger } from './traceTrigger';
import { canonicalHeader, fillBinding } from './triggerEvent';
import type { TriggerEvent } from './triggerEvent';

const event: TriggerEvent = {
  body: {
    ref: 'refs/heads/main',
    after: '4f2a9c1d7b',
    count: 2,
    commits: [{ id: 'abc', files: ['a.ts'] }],
    message: 'say "hi"',
  },
  header: { 'X-Github-Event': ['push'] },
  extensions: { branch: 'main' },
  eventId: 'e-1',
};

describe('an expression of CEL', () => {
  it.each([
    ["body.ref == 'refs/heads/main'", true],
    ["body.ref.split('/')[2]", 'main'],
    ['body.after.truncate(7)', '4f2a9c1'],
    ["header.match('x-github-event', 'push')", true],
    ["header.canonical('X-GitHub-Event')", 'push'],
    ["header['X-Github-Event'][0] == 'push'", true],
    ["body.commits.exists(c, c.id == 'abc')", true],
    ['body.commits.size()', 1],
    ['\'{"a":"b"}\'.parseJSON().a', 'b'],
    ["string(base64.decode('aGk='))", 'hi'],
    ["'https://h.example/p?x=1'.parseURL().query['x']", '1'],
    ["extensions.branch == 'main'", true],
    ["has(body.nothing) || body.ref.startsWith('refs/')", true],
  ])('%s is %j', (expression, value) => {
    expect(evaluateCel(expression, event)).toEqual(value);
  });

  it.each<readonly [string, RegExp]>([
    ['body.nothing.more', /No such key/],
    ['body.ref ==', /Unexpected|Expected|end/i],
    ['process.exit()', /process/],
    ["body.ref.compareSecret('a', 'b')", /compareSecret is not evaluated here/],
    ['math.greatest(1, 2)', /math is not evaluated here/],
  ])('%s says what is wrong', (expression, message) => {
    expect(() => evaluateCel(expression, event)).toThrow(message);
  });
});

it('is given up where it takes too long', () => {
  const body = { a: Array.from({ length: 20_000 }, (_, at) => at) };
  const loops = 'body.a.all(x, body.a.all(y, body.a.all(z, x + y + z >= 0.0)))';
  expect(() => evaluateCel(loops, { ...event, body })).toThrow(/timed out/);
});

describe('a binding', () => {
  it.each([
    ['$(body.after)', '4f2a9c1d7b'],
    ['$(body.commits[0].id)', 'abc'],
    ["$(body['ref'])", 'refs/heads/main'],
    ['$(body.commits[0].files)', '["a.ts"]'],
    ['$(header.X-GitHub-Event)', 'push'],
    ['$(extensions.branch)-$(body.count)', 'main-2'],
    ['$(context.eventID)', 'e-1'],
    ['as it is', 'as it is'],
  ])('%s is %s', (value, filled) => {
    expect(fillBinding(value, event)).toBe(filled);
  });

  it.each([
    '$(body.none)',
    '$(body.commits[9].id)',
    '$(header.None)',
    '$(body.commits[*].id)',
    '$(env.HOME)',
    '$(body.__proto__)',
  ])('%s is refused', value => {
    expect(() => fillBinding(value, event)).toThrow(RangeError);
  });
});

it.each([
  ['x-github-event', 'X-Github-Event'],
  ['X-GitHub-Event', 'X-Github-Event'],
  ['etag', 'Etag'],
])('%s is canonically %s', (name, canonical) => {
  expect(canonicalHeader(name)).toBe(canonical);
});

const trigger = (given: Partial<ResolvedTrigger> = {}): ResolvedTrigger => ({
  ...{ name: 'push', label: 'push', folder: 'shop', account: undefined },
  groupInterceptors: [],
  interceptors: [],
  params: [
    { name: 'revision', value: '$(body.after)' },
    { name: 'note', value: '$(body.message)' },
  ],
  template: {
    params: [{ name: 'level', default: 'fast', description: undefined }],
    resourcetemplates: [
      {
        kind: 'PipelineRun',
        spec: {
          params: ['$(tt.params.revision)', '$(tt.params.level)', '$(tt.params.note)', '$(uid)'],
        },
      },
    ],
  },
  ...given,
});
const cel = (params: Record<string, unknown>) => ({
  ref: { name: 'cel', kind: undefined },
  name: undefined,
  params: Object.entries(params).map(([name, value]) => ({ name, value })),
});

describe('a trigger', () => {
  it('makes of an event what its template says, quotes and all', () => {
    expect(traceTrigger(trigger(), event).objects).toEqual([
      { kind: 'PipelineRun', spec: { params: ['4f2a9c1d7b', 'fast', 'say "hi"', 'e-1'] } },
    ]);
  });

  it('makes nothing of an event that its filter stops, and says which', () => {
    const interceptors = [cel({ filter: "body.ref == 'refs/heads/dev'" })];
    expect(traceTrigger(trigger({ interceptors }), event)).toEqual({
      steps: [
        {
          ...{ interceptor: 'cel', outcome: 'stopped' },
          text: "body.ref == 'refs/heads/dev' is false",
        },
      ],
    });
  });

  it('hands what overlays add to bindings and to those after them', () => {
    const interceptors = [
      cel({ overlays: [{ key: 'name', expression: "body.ref.split('/')[2]" }] }),
      cel({ overlays: [{ key: 'twice', expression: 'extensions.name + extensions.name' }] }),
    ];
    const params = [
      { name: 'revision', value: '$(extensions.twice)' },
      { name: 'note', value: '' },
    ];
    const { steps, params: filled } = traceTrigger(trigger({ interceptors, params }), event);
    expect(steps.map(({ text }) => text)).toEqual([
      'extensions.name = "main"',
      'extensions.twice = "mainmain"',
    ]);
    expect(filled).toMatchObject({ revision: 'mainmain' });
  });

  it.each([
    ['push', 'passed'],
    ['pull_request', 'stopped'],
  ])('compares the kind of a GitHub event with %s', (type, outcome) => {
    const github = {
      ...{ ref: { name: 'github', kind: undefined }, name: undefined },
      params: [{ name: 'eventTypes', value: [type] }],
    };
    expect(traceTrigger(trigger({ interceptors: [github] }), event).steps).toMatchObject([
      { interceptor: 'github', outcome },
    ]);
  });

  it('passes those of its group first, and sees what they add', () => {
    const overlays = [{ key: 'name', expression: "body.ref.split('/')[2]" }];
    const own = { filter: "extensions.name == 'main'" };
    const grouped = (filter: object) =>
      traceTrigger(
        trigger({ groupInterceptors: [cel({ overlays, ...filter })], interceptors: [cel(own)] }),
        event,
      );
    expect(grouped({}).steps.map(({ text }) => text)).toEqual([
      'extensions.name = "main"',
      "extensions.name == 'main' is true",
    ]);
    const stopped = grouped({ filter: 'false' });
    expect(stopped).toEqual({ steps: [expect.objectContaining({ outcome: 'stopped' })] });
  });

  it('says of an interceptor that it does not call, and goes on', () => {
    const other = { ref: { name: 'own-policy', kind: undefined }, name: undefined, params: [] };
    const trace = traceTrigger(trigger({ interceptors: [other] }), event);
    expect(trace.steps).toMatchObject([{ interceptor: 'own-policy', outcome: 'skipped' }]);
    expect(trace.objects).toHaveLength(1);
  });

  it.each([
    ['own-policy', undefined],
    ['github', 'NamespacedInterceptor'],
    ['cel', 'NamespacedInterceptor'],
  ])('lets nothing pass unevaluated where signatures count: %s of %s', (name, kind) => {
    const interceptors = [{ ref: { name, kind }, name: undefined, params: [] }];
    const { steps, objects } = traceTrigger(trigger({ interceptors }), event, new Map());
    expect(steps).toEqual([
      { interceptor: name, outcome: 'failed', text: 'is not called from here' },
    ]);
    expect(objects).toBeUndefined();
  });

  it.each([
    ['addChangedFiles', { enabled: true }, 'failed'],
    ['githubOwners', { enabled: true }, 'failed'],
    ['githubOwners', { enabled: false }, undefined],
  ])('does what GitHub is asked for, %s %j, not at all', (key, value, outcome) => {
    const github = {
      ...{ ref: { name: 'github', kind: undefined }, name: undefined },
      params: [{ name: key, value }],
    };
    const { steps } = traceTrigger(trigger({ interceptors: [github] }), event, new Map());
    expect(steps.at(-1)?.outcome).toBe(outcome);
  });

  it('says why nothing can be made', () => {
    const params = [{ name: 'revision', value: '$(body.none)' }];
    expect(traceTrigger(trigger({ params }), event).problem).toBe('there is no body.none');
    const twice = [...trigger().params, ...trigger().params];
    expect(traceTrigger(trigger({ params: twice }), event).problem).toMatch(/twice/);
    const quotes = [{ name: 'revision', value: '$(body.commits)' }];
    expect(traceTrigger(trigger({ params: quotes }), event).problem).toMatch(/no JSON/);
  });
});
