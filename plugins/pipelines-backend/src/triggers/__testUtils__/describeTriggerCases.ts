/* eslint-disable jest/no-export -- the portal and the real sink run these */
import type { KubeObject } from '@kubemate/kube-common';
import { SECRET } from './caseParts';
import { ELSEWHERE, EXPRESSIONS, FAILS } from './celCases';
import { INLINE, NAMED_BINDING, NAMED_TEMPLATE, TRIGGER_CASES, triggerOf } from './triggerCases';
import type { TriggerCase } from './caseParts';

interface MadeRun {
  readonly metadata: Pick<KubeObject['metadata'], 'labels'>;
  readonly spec?: unknown;
}

/** What evaluates an event for a listener. */
export interface TriggerHost {
  /** The runs that it makes of the case; none where it refuses. */
  send(each: TriggerCase, at: number): Promise<readonly MadeRun[]>;
  /** The runs of all triggers of the listener `inline`, once there are so many. */
  sendInline(count: number): Promise<readonly MadeRun[]>;
  /** The value of an expression of CEL, as JSON; `FAILS` where there is none. */
  evaluate(expression: string): Promise<unknown>;
  close(): Promise<void>;
}

const AT_ONCE = 8;
export const LISTENER = 'compared';
export const INLINE_LISTENER = 'inline';
const apiVersion = 'triggers.tekton.dev/v1beta1';

/** All objects that the cases need, in one namespace. */
export function triggerObjects(): readonly object[] {
  const made = TRIGGER_CASES.map(triggerOf);
  return [
    {
      ...{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'git-webhook' } },
      data: { token: Buffer.from(SECRET).toString('base64') },
    },
    {
      ...{ apiVersion, kind: 'TriggerBinding', metadata: { name: 'named' } },
      spec: NAMED_BINDING,
    },
    {
      ...{ apiVersion, kind: 'TriggerTemplate', metadata: { name: 'named' } },
      spec: NAMED_TEMPLATE,
    },
    ...made.map(({ trigger }) => trigger),
    ...INLINE.triggers,
    {
      ...{ apiVersion, kind: 'EventListener', metadata: { name: INLINE_LISTENER } },
      spec: INLINE.spec,
    },
    {
      ...{ apiVersion, kind: 'EventListener', metadata: { name: LISTENER } },
      spec: { triggerGroups: made.map(({ group }) => group) },
    },
  ];
}

function valuesOf({ spec }: MadeRun): unknown[] {
  return Object(spec).params.map(({ value }: { value: unknown }) => value);
}

/** What comes of an event must be the same, whether the portal or Tekton's own sink evaluates it. */
export function describeTriggerCases(
  start: () => Promise<TriggerHost>,
  { isPortal }: { isPortal: boolean },
): void {
  let host: TriggerHost;
  const outcomes = new Map<number, ReturnType<TriggerHost['send']>>();

  beforeAll(async () => {
    host = await start();
    const send = (each: TriggerCase, at: number, turn: Promise<unknown>) => {
      const outcome = turn.then(() => host.send(each, at));
      outcome.catch(() => {}); // the test that waits for it tells it
      outcomes.set(at, outcome);
      return outcome;
    };
    let turn: Promise<unknown> = Promise.resolve();
    for (const [at, each] of TRIGGER_CASES.entries()) {
      const outcome = send(each, at, turn);
      if (at % AT_ONCE === AT_ONCE - 1) turn = outcome.catch(() => {});
    }
  });
  afterAll(() => host?.close());

  it.each(EXPRESSIONS)('%s is %j', async (expression, value) => {
    expect(await host.evaluate(expression)).toEqual(value);
  });

  it.each(ELSEWHERE)('%s is %j, which the portal does not evaluate', async (expression, value) => {
    expect(await host.evaluate(expression)).toEqual(isPortal ? FAILS : value);
  });

  it.each(TRIGGER_CASES.map((each, at) => ({ ...each, at })))('$title', async each => {
    const runs = (await outcomes.get(each.at)) ?? [];
    expect(runs.map(valuesOf).sort()).toEqual(each.made);
    for (const { metadata } of runs) {
      expect(metadata.labels).toMatchObject({
        ...each.labels,
        'triggers.tekton.dev/eventlistener': LISTENER,
        'triggers.tekton.dev/trigger': `case-${each.at}`,
        'triggers.tekton.dev/triggers-eventid': expect.stringMatching(/^[0-9a-f-]{36}$/),
      });
    }
  });

  it('goes to each trigger that the listener has, refers to or selects', async () => {
    const runs = await host.sendInline(INLINE.made.length);
    const told = runs.map(each => [
      each.metadata.labels?.['triggers.tekton.dev/trigger'],
      ...valuesOf(each),
    ]);
    expect(told.sort()).toEqual(INLINE.made);
  });
}
