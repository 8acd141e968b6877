import { randomUUID } from 'node:crypto';
import createKnex from 'knex';
import { openChains } from './chains';
import { operation, request } from './events';

/** A process that appends and says what was acknowledged, until it is killed. */
async function appendForever() {
  const knex = createKnex(JSON.parse(process.argv[2] ?? '{}'));
  const { append } = await openChains(knex, { now: Date.now() });
  for (;;) {
    const events = [operation(), request(), operation({ id: randomUUID() })];
    await append(...events);
    process.stdout.write(`${events.map(({ id }) => id).join('\n')}\n`);
  }
}

void appendForever();
