import type { OperationRecord } from '../OperationRecord';
import createKnex from 'knex';
import { AuditOutbox } from '../AuditOutbox';
import { BulkRunner } from '../BulkRunner';
import { Executions } from '../Executions';
import { KnexOperationStore } from '../KnexOperationStore';
import { OperationRunner } from '../OperationRunner';
import type { AnyOperation } from '../OperationDefinition';
import { Planner } from '../Planner';
import { Recovery } from '../Recovery';
import { counterContract } from './counterContract';

/*
 * A replica of the portal, reduced to its operations: it changes counters at an HTTP target and tells an HTTP trail, with a database that it shares,
 * until it is killed. Only the clients of the target, the trail and the rights are its own; everything else is what the portal runs.
 */

interface Options {
  readonly knex: object;
  readonly targetUrl: string;
  readonly name: string;
  /** Keys from which both replicas draw, so that the same one is used at the same time and after a death. */
  readonly keys: readonly string[];
  readonly seed: number;
}

const options: Options = JSON.parse(process.argv[2] ?? '{}');
/** Times as fast as the portal's, so that leases end within a test. */
const SPEED = 20;
const clock = {
  now: () => Math.round(Date.now() * SPEED),
  after(delayMs: number, callback: () => void) {
    const timer = setTimeout(callback, delayMs / SPEED);
    return () => clearTimeout(timer);
  },
};
const quiet = () => {};
const logger = { error: quiet, warn: quiet, info: quiet, debug: quiet, child: () => logger };

async function post(path: string, body: unknown): Promise<void> {
  const response = await fetch(`${options.targetUrl}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
}

const count: AnyOperation = {
  contract: counterContract,
  target: ({ name }) => ({ kind: 'Counter', name: String(name) }),
  needs: async () => [],
  plan: async ({ name }) => ({ summary: `Count ${name}`, diff: [], state: {} }),
  run: async ({ name }) => {
    await post('/effects', { name });
    return {};
  },
};

async function start() {
  const knex = createKnex(options.knex);
  const store = await KnexOperationStore.create({ getClient: async () => knex });
  const shutdown = new AbortController().signal;
  const sink = (events: readonly unknown[]) => post('/events', events);
  const outbox = new AuditOutbox({ store, sink, clock, logger, shutdown });
  const onEnded = () => outbox.kick();
  const onChange = (record: OperationRecord) => {
    if (record.undelivered) onEnded();
  };
  const executions = new Executions({ store, clock, logger, shutdown, onChange });
  const kube = { clusters: () => [] } as never;
  const permissions = {
    authorize: async (all: unknown[]) => all.map(() => ({ result: 'ALLOW' })),
  } as never;
  const planner = new Planner({ kube, permissions, logger, config: { guards: [], keepDays: 400 } });
  const runner = new OperationRunner({
    store,
    planner,
    executions,
    kube,
    clock,
    logger,
    shutdown,
    onEnded,
  });
  const bulk = new BulkRunner({ store, planner, clock, runner, executions });
  const recovery = new Recovery({ store, clock, logger, keepDays: 400, onEnded, shutdown });
  void recovery.start();
  const caller = {
    viewer: { userEntityRef: 'user:default/dana', ownershipEntityRefs: [] },
    credentials: {} as never,
    source: { via: 'http' as const, correlationId: options.name },
  };
  process.stdout.write('ready\n');
  const random = randomFrom(options.seed);
  const worker = async () => {
    for (;;) {
      // SQLite answers without a turn of the event loop: leases and heartbeats would never be due.
      await new Promise(resolve => setTimeout(resolve, 1));
      const key = options.keys[Math.floor(random() * options.keys.length)] ?? '';
      // The key is the name, so that an effect tells which request it belongs to.
      if (key.startsWith('bulk')) {
        const inputs = ['1', '2', '3'].map(part => ({ name: `${key}/${part}` }));
        await bulk.run(count, { inputs, caller, idempotencyKey: key }).catch(quiet);
      } else {
        await runner.run(count, { input: { name: key }, caller, idempotencyKey: key }).catch(quiet);
      }
    }
  };
  await Promise.all([worker(), worker(), worker()]);
}

function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

void start();
