import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { parse } from 'yaml';
import type { Answer, ContractWorld, Persona } from './ContractWorld';
import { operationUrl, pluginOf } from './ContractWorld';
import { until } from './KubeAdmin';

/** One thing that the operation can be run on. */
export interface Prepared {
  readonly input: object;
  /** What the operation changes, read past it. Equal as long as nothing has happened. */
  state(): Promise<unknown>;
  /** Of an object on a cluster: as it is there now. Every field that the plan tells is looked for in it. */
  live?(): Promise<any>;
  /** Somebody else changes the same between plan and run. */
  meddle?(): Promise<unknown>;
}

/** How a second person is told: by the difference (409), or that it cannot be done any more (403), or that it is gone (404). */
export type Conflict =
  | { readonly status: 409 | 403 | 404; readonly tells: RegExp }
  /** Why there can be none. */
  | { readonly never: string };

/** How one operation is held to the contract of all. */
export interface OperationCase {
  /** `platform` where absent. */
  readonly by?: Persona;
  /** Who may not; `developer` where absent. */
  readonly deniedTo?: Persona;
  /** A new one each time. */
  prepare(): Promise<Prepared>;
  readonly conflict: Conflict;
  /** `true`, or why it cannot be undone. */
  readonly undo: true | string;
  /** Why nothing is to be seen afterwards: it only reads. */
  readonly reads?: string;
  /** Why the plan has no field by field difference. */
  readonly noDiff?: string;
  /** What it ends with where not with success. */
  readonly ends?: 'partial';
}

/** An instance of Jenkins is asked again after its own interval; the machine may be busy. */
const EFFECT_MS = 120_000;

interface Checked {
  readonly name: string;
  readonly each: OperationCase;
  readonly world: ContractWorld;
}

/** Every request that ran, or tried to: each must have exactly one record, now and when all is over. */
export type Attempts = { readonly name: string; readonly answer: Answer }[];

/** Plan, denial, conflict, run, the same key again, undo. */
export async function checkOperation(checked: Checked, attempts: Attempts): Promise<void> {
  const { name, each } = checked;
  if (!('never' in each.conflict)) await checkConflict(checked, attempts);
  const prepared = await each.prepare();
  const before = await prepared.state();
  const plan = await checkPlan(checked, prepared);
  await checkDenial(checked, { prepared, attempts });
  expect({ name, state: await prepared.state() }).toEqual({ name, state: before });

  const key = `contract-${randomUUID()}`;
  const send = (input: object) => sendRun(checked, { input, plan, key });
  const answer = await send(prepared.input);
  attempts.push({ name, answer });
  expect({ name, ...answer }).toMatchObject({ name, status: 200 });
  const receipt = await checked.world.ended(each.by ?? 'platform', name, answer.body);
  expect({ name, receipt }).toMatchObject({
    name,
    receipt: { operation: name, status: each.ends ?? 'succeeded', summary: expect.any(String) },
  });
  // What is read by a watch is there a moment later.
  if (each.reads === undefined)
    await until(
      `the effect of ${name}`,
      async () => differs(before, await prepared.state()),
      EFFECT_MS,
    );
  const after = await prepared.state();
  if (each.reads !== undefined) expect({ name, after }).toEqual({ name, after: before });
  await checkTold(checked, { prepared, plan });
  await checkRecord(checked, { answer, plan, receipt });

  const again = await send(prepared.input);
  expect({ name, id: again.body.id }).toEqual({ name, id: receipt.id });
  expect({ name, state: await prepared.state() }).toEqual({ name, state: after });
  expect(await checked.world.recordsOf(again)).toEqual([]);
  await checkUndo(checked, { receipt, prepared, before });
}

async function checkPlan({ name, each, world }: Checked, { input }: Prepared): Promise<any> {
  const by = each.by ?? 'platform';
  const { status, body } = await world.ask(by, `${operationUrl(name)}?plan=true`, { body: input });
  expect({ name, status, body }).toMatchObject({
    name,
    status: 200,
    body: { allowed: true, summary: expect.stringMatching(/^[A-Z].*[^.]$/s) },
  });
  const isTold = body.diff.some(
    ({ before, after, changes }: any) => changes.length > 0 || before !== after,
  );
  const isEmpty = each.noDiff !== undefined || each.reads !== undefined;
  expect({ name, isTold }).toEqual({ name, isTold: !isEmpty });
  return body;
}

async function checkDenial(
  { name, each, world }: Checked,
  { prepared, attempts }: { prepared: Prepared; attempts: Attempts },
): Promise<void> {
  const persona = each.deniedTo ?? 'developer';
  const body = prepared.input;
  const answer = await world.ask(persona, operationUrl(name), { body });
  const refused = { status: answer.status, error: answer.body.error };
  expect({ name, ...refused }).toEqual({
    name,
    status: 403,
    error: { name: 'NotAllowedError', message: expect.stringMatching(/\w+ \w+/) },
  });
  attempts.push({ name, answer });
  const plan = await world.ask(persona, `${operationUrl(name)}?plan=true`, { body });
  expect({ name, plan: plan.body }).toMatchObject({
    name,
    plan: { allowed: false, reason: answer.body.error.message },
  });
  expect(await world.recordOf(answer)).toMatchObject({
    ...{ action: name, outcome: 'denied', actor: `user:default/${persona}` },
  });
}

async function checkConflict(checked: Checked, attempts: Attempts): Promise<void> {
  const { name, each } = checked;
  const { conflict } = each;
  if ('never' in conflict) return;
  const prepared = await each.prepare();
  const plan = await checkPlan(checked, prepared);
  await prepared.meddle?.();
  const before = await prepared.state();
  const answer = await sendRun(checked, { input: prepared.input, plan });
  attempts.push({ name, answer });
  const message = String(answer.body.error?.message ?? JSON.stringify(answer.body));
  expect({ name, status: answer.status, message }).toEqual({
    name,
    status: conflict.status,
    message: expect.stringMatching(conflict.tells),
  });
  expect({ name, state: await prepared.state() }).toEqual({ name, state: before });
}

function sendRun(
  { name, each, world }: Checked,
  { input, plan, key }: { input: object; plan: any; key?: string },
): Promise<Answer> {
  const query = new URLSearchParams({
    basis: plan.basis,
    ...(plan.guard?.kind === 'typed' ? { confirm: plan.guard.text } : {}),
  });
  return world.ask(each.by ?? 'platform', `${operationUrl(name)}?${query}`, {
    body: input,
    headers: key === undefined ? {} : { 'idempotency-key': key },
  });
}

/** What the plan said is what there is now. */
async function checkTold(
  { name }: Checked,
  { prepared, plan }: { prepared: Prepared; plan: any },
): Promise<void> {
  if (prepared.live === undefined) return;
  const live = await prepared.live();
  const [{ after, changes }] = plan.diff;
  if (after === undefined) {
    const isGone = live === undefined || live.metadata.deletionTimestamp !== undefined;
    expect({ name, isGone }).toEqual({ name, isGone: true });
    return;
  }
  expect(parse(after).metadata.name).toBe(live.metadata.name);
  // What the plan only tells the size of is seen in the state.
  for (const change of changes.filter((each: any) => each.after !== '…'))
    expect({ name, path: change.path, is: at(live, change.path) }).toEqual({
      ...{ name, path: change.path, is: change.after },
    });
}

async function checkRecord(
  { name, each, world }: Checked,
  { answer, plan, receipt }: { answer: Answer; plan: any; receipt: any },
): Promise<void> {
  const record = await world.recordOf(answer);
  const { items } = await world.read('auditor', `audit/records?correlationId=${answer.requestId}`);
  const full = await world.read('auditor', `audit/records/${record.id}`);
  expect(items).toHaveLength(1);
  expect({ name, record: full.record ?? full }).toMatchObject({
    name,
    record: {
      ...{ action: name, plugin: pluginOf(name), outcome: receipt.status },
      actor: `user:default/${each.by ?? 'platform'}`,
      summary: receipt.summary,
      diff: plan.diff.map(({ target, changes }: any) => ({ target, changes: timedLater(changes) })),
    },
  });
}

/** A restart says the second it was planned in, and the run plans anew: no earlier, and within a minute. */
function timedLater(value: unknown): unknown {
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value))
    return {
      toString: () => `a time within a minute of ${value}`,
      asymmetricMatch(other: unknown) {
        const late = Date.parse(String(other)) - Date.parse(value);
        return late >= 0 && late < 60_000;
      },
    };
  if (Array.isArray(value)) return value.map(timedLater);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, timedLater(each)]));
}

async function checkUndo(
  { name, each, world }: Checked,
  { receipt, prepared, before }: { receipt: any; prepared: Prepared; before: unknown },
): Promise<void> {
  const by = each.by ?? 'platform';
  const url = `${pluginOf(name)}/operations-receipts/${receipt.id}`;
  const { undoUntil } = await world.read(by, url);
  expect({ name, isUndoable: undoUntil !== undefined }).toEqual({
    name,
    isUndoable: each.undo === true,
  });
  const undone = await world.ask(by, `${url}/undo`, { method: 'POST' });
  if (each.undo !== true) {
    expect({ name, status: undone.status }).toEqual({ name, status: 400 });
    return;
  }
  expect({ name, ...undone }).toMatchObject({ name, status: 200 });
  const end = await world.ended(by, name, undone.body);
  expect(end).toMatchObject({ status: 'succeeded', undoOf: receipt.id });
  await until(
    `the undoing of ${name}`,
    async () => differs(before, await prepared.state()) === undefined || undefined,
  );
  expect(await world.recordOf(undone)).toMatchObject({ outcome: 'succeeded' });
}

function differs(left: unknown, right: unknown): true | undefined {
  return !isDeepStrictEqual(left, right) || undefined;
}

/** The value at `spec.template.spec.containers[web].image`; items with names are found by them, keys that are no words stand in quotes. */
function at(object: any, path: string): unknown {
  const keys = path.matchAll(/\.?([\w-]+)|\[("(?:[^"\\]|\\.)*"|[^\]]+)\]/g);
  let value = object;
  for (const [, word, inBrackets] of keys) {
    const key = word ?? (inBrackets?.startsWith('"') ? JSON.parse(inBrackets) : inBrackets);
    value = Array.isArray(value)
      ? (value.find(item => item?.name === key) ?? value[Number(key)])
      : value?.[key];
  }
  return value;
}
