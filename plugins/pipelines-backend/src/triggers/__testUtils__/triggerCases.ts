import { cel, core, filter, PAYLOAD, run } from './caseParts';
import type { TriggerCase } from './caseParts';
import { BODY } from './celCases';
import { HOSTS } from './hostCases';

/** That of the TriggerTemplate `named`, in place of one within the trigger. */
export const NAMED_TEMPLATE = {
  params: [{ name: 'a' }, { name: 'b', default: 'kept' }],
  resourcetemplates: [run(['$(tt.params.a)', '$(tt.params.b)'])],
};
/** That of the TriggerBinding `named`. */
export const NAMED_BINDING = { params: [{ name: 'a', value: '$(body.after)' }] };

interface Param {
  readonly name: string;
  readonly value: string;
}

/** That the value of a binding is filled in so, or nothing can be made. */
const filled = (a: string, value: string | undefined): TriggerCase => ({
  title: `${a} is ${value === undefined ? 'no value' : JSON.stringify(value)}`,
  a,
  made: value === undefined ? [] : [[value, '']],
});

const CEL: readonly TriggerCase[] = [
  {
    title: 'a filter lets an event through',
    interceptors: filter("body.ref == 'refs/heads/main'"),
    a: 'x',
    made: [['x', '']],
  },
  {
    title: 'a filter stops an event',
    interceptors: filter("body.ref == 'refs/heads/dev'"),
    a: 'x',
    made: [],
  },
  {
    title: 'a filter that is true as a text alone stops',
    interceptors: filter("'true'"),
    a: 'x',
    made: [],
  },
  { title: 'a filter that fails stops', interceptors: filter('body.none'), a: 'x', made: [] },
  {
    title: 'an overlay does not see what another of its interceptor adds',
    interceptors: [
      cel({
        overlays: [
          { key: 'one', expression: "'x'" },
          { key: 'two', expression: 'extensions.one' },
        ],
      }),
    ],
    a: '$(extensions.two)',
    made: [],
  },
  {
    title: 'an interceptor sees what one before it has added',
    interceptors: [
      cel({ overlays: [{ key: 'one', expression: "'x'" }] }),
      cel({ overlays: [{ key: 'two', expression: "extensions.one + 'y'" }] }),
      cel({ filter: "extensions.two == 'xy'" }),
    ],
    a: '$(extensions.one)$(extensions.two)',
    made: [['xxy', '']],
  },
  {
    title: 'a trigger sees what its group has added',
    groupInterceptors: [cel({ overlays: [{ key: 'one', expression: "'x'" }] })],
    interceptors: [
      cel({ filter: "extensions.one == 'x'", overlays: [{ key: 'two', expression: "'y'" }] }),
    ],
    a: '$(extensions.one)$(extensions.two)',
    made: [['xy', '']],
  },
  {
    title: 'a group stops the event before its triggers',
    groupInterceptors: filter("body.ref == 'refs/heads/dev'"),
    a: 'x',
    made: [],
  },
  {
    title: 'a filter is evaluated without the overlays of its own interceptor',
    interceptors: [
      cel({ filter: "extensions.one == 'x'", overlays: [{ key: 'one', expression: "'x'" }] }),
    ],
    a: 'x',
    made: [],
  },
  {
    title: 'a key of an overlay with dots is a path',
    interceptors: [cel({ overlays: [{ key: 'deep.one', expression: "'x'" }] })],
    a: '$(extensions.deep.one)',
    made: [['x', '']],
  },
  {
    title: 'an overlay of a list and of a map is JSON, which a template that quotes it cannot take',
    interceptors: [cel({ overlays: [{ key: 'v', expression: 'body.commits' }] })],
    a: '$(extensions.v)',
    made: [],
  },
  {
    title: 'parts of lists and maps of overlays are read',
    interceptors: [
      cel({
        overlays: [
          { key: 'list', expression: 'body.commits.map(c, c.id)' },
          { key: 'map', expression: "{'n': 1, 'deep': {'l': [1, 2]}}" },
        ],
      }),
    ],
    a: '$(extensions.list[1])-$(extensions.map.n)-$(extensions.map.deep.l[0])',
    made: [['def-1-1', '']],
  },
];

const VALUES: readonly TriggerCase[] = [
  filled('as it is', 'as it is'),
  filled('$(body.after)', '4f2a9c1d7b'),
  filled('a $(body.after) b $(body.count)', 'a 4f2a9c1d7b b 2'),
  filled('$(body.count)', '2'),
  filled('$(body.half)', '0.5'),
  filled('$(body.isDraft)', 'false'),
  filled('$(body.nothing)', 'null'),
  filled('$(body.message)', BODY.message),
  filled('$(body.commits[0].id)', 'abc'),
  filled('$(body.commits[-1].id)', 'def'),
  filled('$(body.commits[0].files)', undefined),
  filled('$(body.commits[1].files)', '[]'),
  filled("$(body['ref'])", 'refs/heads/main'),
  filled("$(body['with-dash'])", 'd'),
  filled('$(body.with-dash)', 'd'),
  filled("$(body['with.dot'].x)", undefined),
  filled('$(body.with\\.dot.x)', 'y'),
  filled('$(.body.after)', '4f2a9c1d7b'),
  filled('$({body.after})', '4f2a9c1d7b'),
  filled('$(header.X-GitHub-Event)', 'push'),
  filled('$(header.x-github-event)', 'push'),
  filled("$(header['X-Github-Event'])", 'push'),
  filled("$(header['X-GitHub-Event'])", undefined),
  filled('$(header.None)', undefined),
  filled('$(body.none)', undefined),
  filled('$(body.commits[9].id)', undefined),
  filled('$(body)', undefined),
  filled('$(env.HOME)', undefined),
  filled('"quoted"', undefined),
  filled('$(body.after', '$$(body.after'),
  filled('$$(body.after)', '$4f2a9c1d7b'),
  {
    title: 'what looks like a variable of Tekton is kept from being one',
    body: { ...BODY, after: '$(params.x)' },
    a: '$(body.after)',
    made: [['$$(params.x)', '']],
  },
  {
    title: 'a backslash of a value',
    body: { ...BODY, after: 'a\\b' },
    a: '$(body.after)',
    made: [['a\\b', '']],
  },
];

const TEMPLATES: readonly TriggerCase[] = [
  {
    title: 'a binding and a template that are named, with a default',
    bindings: [{ ref: 'named', kind: 'TriggerBinding' }],
    template: { ref: 'named' },
    made: [['4f2a9c1d7b', 'kept']],
  },
  {
    title: 'a value that is missing is the default',
    bindings: [
      { name: 'a', value: 'x' },
      { name: 'b', value: '$(body.none)' },
    ],
    template: { ref: 'named' },
    made: [['x', 'kept']],
  },
  {
    title: 'a part that is missing is the default',
    bindings: [
      { name: 'a', value: 'x' },
      { name: 'b', value: '<$(body.none)>' },
    ],
    template: { ref: 'named' },
    made: [['x', '<kept>']],
  },
  {
    title: 'a parameter without a value stays as it is written',
    bindings: [],
    template: { ref: 'named' },
    made: [['$(tt.params.a)', 'kept']],
  },
  {
    title: 'a parameter twice is none',
    bindings: [
      { name: 'a', value: 'x' },
      { name: 'a', value: 'y' },
    ],
    template: { ref: 'named' },
    made: [],
  },
  {
    title: 'a parameter of a binding and once more beside it is none',
    bindings: [
      { ref: 'named', kind: 'TriggerBinding' },
      { name: 'a', value: 'y' },
    ],
    template: { ref: 'named' },
    made: [],
  },
  {
    title: 'a binding that is not there',
    bindings: [{ ref: 'gone', kind: 'TriggerBinding' }],
    template: { ref: 'named' },
    made: [],
  },
  {
    title: 'a template that is not there',
    bindings: [],
    template: { ref: 'gone' },
    made: [],
  },
  {
    title: 'two runs of one template',
    bindings: [{ name: 'a', value: 'x' }],
    template: {
      spec: {
        params: [{ name: 'a' }],
        resourcetemplates: [run(['$(tt.params.a)', '1']), run(['$(tt.params.a)', '2'])],
      },
    },
    made: [
      ['x', '1'],
      ['x', '2'],
    ],
  },
  {
    title: 'a value in a label, and in a key',
    bindings: [{ name: 'a', value: '$(body.commits[0].id)' }],
    template: {
      spec: {
        params: [{ name: 'a' }],
        resourcetemplates: [
          run(['$(tt.params.a)'], { labels: { 'example.com/$(tt.params.a)': 'l-$(tt.params.a)' } }),
        ],
      },
    },
    made: [['abc']],
    labels: { 'example.com/abc': 'l-abc' },
  },
];

export const TRIGGER_CASES: readonly TriggerCase[] = [...CEL, ...VALUES, ...TEMPLATES, ...HOSTS];

/** The Trigger of a case, and the group of its listener that selects that. */
export function triggerOf(each: TriggerCase, at: number) {
  const name = `case-${at}`;
  const bindings: readonly (Param | object)[] =
    each.bindings ?? (each.a === undefined ? [] : [{ name: 'a', value: each.a }]);
  const template = each.template ?? {
    spec: {
      params: [{ name: 'a' }],
      resourcetemplates: [run(['$(tt.params.a)', ''])],
    },
  };
  // What costs the interceptors least: each event meets all groups.
  const only = core('bitbucket', { eventTypes: [name] });
  return {
    trigger: {
      ...{ apiVersion: 'triggers.tekton.dev/v1beta1', kind: 'Trigger' },
      metadata: { name, labels: { case: String(at) } },
      spec: { bindings, template, interceptors: each.interceptors ?? [] },
    },
    group: {
      name,
      interceptors: [only, ...(each.groupInterceptors ?? [])],
      triggerSelector: { labelSelector: { matchLabels: { case: String(at) } } },
    },
  };
}

/** What is sent. */
export function eventOf(each: TriggerCase, at: number) {
  return {
    text: each.text ?? (each.body === undefined ? PAYLOAD : JSON.stringify(each.body)),
    headers: { 'x-github-event': 'push', 'x-event-key': `case-${at}`, ...each.headers },
  };
}

const made = (a: string, more: object = {}) => ({
  bindings: [{ name: 'a', value: a }],
  template: { spec: { params: [{ name: 'a' }], resourcetemplates: [run(['$(tt.params.a)'])] } },
  ...more,
});
const trigger = (name: string, spec: object, labels: object = {}) => ({
  ...{
    apiVersion: 'triggers.tekton.dev/v1beta1',
    kind: 'Trigger',
    metadata: { name, labels },
    spec,
  },
});

/** A listener that holds triggers itself, refers to some and selects others. */
export const INLINE = {
  spec: {
    labelSelector: { matchLabels: { of: 'inline' } },
    triggers: [
      { name: 'named', ...made('$(body.after)') },
      made('without a name'),
      { triggerRef: 'referred' },
      { name: 'called', triggerRef: 'referred-too' },
      { name: 'both', triggerRef: 'referred', ...made('of the listener') },
      { triggerRef: 'gone' },
      { name: 'stopped', ...made('x', { interceptors: filter('body.isDraft') }) },
      { name: 'broken', bindings: [], template: { ref: 'gone' } },
    ],
  },
  triggers: [
    trigger('referred', made('referred')),
    trigger('referred-too', made('referred too', { interceptors: filter('!body.isDraft') })),
    trigger('selected', made('selected'), { of: 'inline' }),
    trigger('other', made('other'), { of: 'another' }),
  ],
  /** By the label of its trigger, the value of each run. */
  made: [
    ['', 'without a name'],
    ['both', 'of the listener'],
    ['named', '4f2a9c1d7b'],
    ['referred', 'referred'],
    ['referred-too', 'referred too'],
    ['selected', 'selected'],
  ],
};
