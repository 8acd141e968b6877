import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { createService, type Service } from '../src/createService.ts';
import { createLog } from '../src/log.ts';
import { readSettings } from '../src/settings.ts';

const lines: string[] = [];
let service: Service;
let url: string;

before(async () => {
  const settings = readSettings({ PORT: '0', LOG_LEVEL: 'debug' });
  service = createService(
    settings,
    createLog(settings.logLevel, line => lines.push(line)),
  );
  url = `http://127.0.0.1:${await service.start()}`;
});
after(() => service.stop());

test('says who it is', async () => {
  const response = await fetch(url);
  assert.equal(response.status, 200);
  assert.deepEqual(await response.json(), { service: '${{ values.name }}', message: 'Hello' });
});

test('is well and ready', async () => {
  for (const path of ['/healthz', '/readyz'])
    assert.equal((await fetch(url + path)).status, 200, path);
});

test('counts requests by route, and made-up paths as one', async () => {
  await fetch(`${url}/made-up-1`);
  await fetch(`${url}/made-up-2`);
  const text = await (await fetch(`${url}/metrics`)).text();
  assert.match(text, /http_requests_total\{method="GET",route="\/",status="200"\} \d/);
  assert.match(text, /http_requests_total\{method="GET",route="none",status="404"\} 2/);
  assert.match(text, /http_request_duration_seconds_bucket/);
  assert.doesNotMatch(text, /made-up/);
});

test('takes no other methods', async () => {
  assert.equal((await fetch(url, { method: 'POST' })).status, 405);
});

test('logs a line of JSON for each request', () => {
  const entries = lines.map(line => JSON.parse(line));
  assert.ok(
    entries.some(
      ({ level, message, path }) => level === 'info' && message === 'Answered' && path === '/',
    ),
  );
  assert.ok(entries.some(({ level, path }) => level === 'debug' && path === '/healthz'));
});

test('a setting that cannot be meant is refused by name', () => {
  assert.throws(() => readSettings({ PORT: 'http' }), /PORT/);
  assert.throws(() => readSettings({ LOG_LEVEL: 'loud' }), /LOG_LEVEL/);
});

test('sends its traces where the environment says, and ends by itself on SIGTERM', async () => {
  const received: string[] = [];
  const collector = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    received.push(`${request.url} ${Buffer.concat(chunks)}`);
    response.end('{}');
  });
  await once(collector.listen(0, '127.0.0.1'), 'listening');
  const { port } = collector.address() as { port: number };
  const child = spawn(process.execPath, ['src/main.ts'], {
    cwd: new URL('..', import.meta.url),
    env: { ...process.env, PORT: '0', OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` },
  });
  let output = '';
  child.stdout.on('data', chunk => {
    output += chunk;
  });
  while (!output.includes('Listening')) await once(child.stdout, 'data');
  const own = /"message":"Listening","port":(\d+)/.exec(output)?.[1];
  await fetch(`http://127.0.0.1:${own}/`);
  child.kill('SIGTERM');
  const [code] = await once(child, 'exit');
  collector.close();
  assert.equal(code, 0, output);
  assert.match(output, /"message":"Answered","trace_id":"[0-9a-f]{32}"/);
  assert.match(received.join('\n'), /\/v1\/traces .*GET \//s);
  assert.match(received.join('\n'), /service\.name/);
});
