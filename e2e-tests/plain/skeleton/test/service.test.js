import assert from 'node:assert';
import { once } from 'node:events';
import { test } from 'node:test';
import { createService } from '../src/service.js';

test('it is healthy', async () => {
  const server = createService().listen(0);
  await once(server, 'listening');
  const { status } = await fetch(`http://localhost:${server.address().port}/healthz`);
  server.close();
  assert.equal(status, 200);
});
