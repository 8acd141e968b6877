import type { Random } from '../../simulation/Random';
import { hex, iso, latency, type LogMoment, type LogVoice } from './LogVoice';

const PATHS = [
  '/',
  '/products/4711',
  '/products/9023',
  '/cart',
  '/search?q=lamp',
  '/api/v1/items',
  '/api/v1/prices',
  '/static/app.js',
  '/checkout',
  '/healthz/ready',
];
const AGENTS = [
  'Mozilla/5.0 (X11; Linux x86_64)',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X)',
  'kube-probe/1.36',
];

function statusCode(random: Random): number {
  const draw = random.next();
  if (draw < 0.93) return 200;
  if (draw < 0.965) return 304;
  if (draw < 0.99) return 404;
  return draw < 0.996 ? 499 : 502;
}

function address(random: Random): string {
  return `198.51.100.${1 + random.below(250)}`;
}

function accessJson({ time, random }: LogMoment): string {
  const status = statusCode(random);
  const level = status >= 500 ? 'error' : status >= 400 ? 'warn' : 'info';
  return JSON.stringify({
    time: iso(time),
    level,
    msg: status >= 500 ? 'upstream answered with an error' : 'request',
    method: random.next() < 0.85 ? 'GET' : 'POST',
    path: random.pick(PATHS),
    status,
    duration_ms: latency(random),
    bytes: 200 + random.below(40_000),
    remote: address(random),
    trace_id: hex(random, 32),
  });
}

function accessCommon({ time, random, number }: LogMoment): string {
  const day = new Date(time).toUTCString();
  const [, date = '01', month = 'Jan', year = '2026', clock = '00:00:00'] = day.split(' ');
  const request = `${random.next() < 0.85 ? 'GET' : 'POST'} ${random.pick(PATHS)} HTTP/2.0`;
  return `${address(random)} - - [${date}/${month}/${year}:${clock} +0000] "${request}" ${statusCode(random)} ${200 + random.below(40_000)} "-" "${random.pick(AGENTS)}" ${number} "shop@kubernetes" "http://10.60.${random.below(6)}.${2 + random.below(200)}:8080" ${latency(random)}ms`;
}

const MESSAGES = [
  ['debug', 'cache hit'],
  ['info', 'request handled'],
  ['info', 'item added'],
  ['info', 'stock reserved'],
  ['info', 'session refreshed'],
  ['warn', 'slow query'],
] as const;

function logfmt({ time, random, container }: LogMoment): string {
  if (random.next() < 0.012)
    return `ts=${iso(time)} level=error component=${container} msg="call failed, will retry" attempt=1 err="context deadline exceeded" trace_id=${hex(random, 32)}`;
  const [level, message] = random.pick(MESSAGES);
  return `ts=${iso(time)} level=${level} component=${container} msg="${message}" duration=${latency(random)}ms trace_id=${hex(random, 32)}`;
}

const COLOURS = { DEBUG: 36, INFO: 32, WARN: 33, ERROR: 31 } as const;

function coloured({ time, random, container }: LogMoment): string {
  const draw = random.next();
  const level = draw < 0.2 ? 'DEBUG' : draw < 0.93 ? 'INFO' : draw < 0.985 ? 'WARN' : 'ERROR';
  const sku = `SKU-${1000 + random.below(9000)}`;
  const text = {
    DEBUG: `polled 0 messages from topic \u001b[1mstock-changes\u001b[0m`,
    INFO: `reserved ${1 + random.below(4)} of ${sku}, ${random.below(300)} left`,
    WARN: `\u001b[33mstock of ${sku} is below its threshold\u001b[0m`,
    ERROR: `\u001b[31mcould not reserve ${sku}: deadlock detected, retrying\u001b[0m`,
  }[level];
  return `\u001b[90m${iso(time).slice(11, 23)}\u001b[0m \u001b[${COLOURS[level]}m${level.padEnd(5)}\u001b[0m \u001b[34m${container}\u001b[0m ${text}`;
}

/** Programs that serve requests. */
export const WEB_VOICES: Readonly<Record<string, LogVoice>> = {
  'access-json': {
    perMinute: 40,
    start: ({ time }) => [
      JSON.stringify({ time: iso(time), level: 'info', msg: 'starting', version: process.version }),
      JSON.stringify({ time: iso(time + 700), level: 'info', msg: 'listening', address: ':8080' }),
    ],
    line: accessJson,
  },
  'access-common': {
    perMinute: 60,
    start: ({ time }) => `${iso(time)} INF Traefik version 3.6.2 built on 2026-07-14T09:12:51Z`,
    line: accessCommon,
  },
  logfmt: {
    perMinute: 25,
    start: ({ time, container }) => [
      `ts=${iso(time)} level=info component=${container} msg="starting"`,
      `ts=${iso(time + 400)} level=info component=${container} msg="listening" addr=:8080`,
    ],
    line: logfmt,
  },
  coloured: {
    perMinute: 30,
    start: ({ time, container }) =>
      `\u001b[90m${iso(time).slice(11, 23)}\u001b[0m \u001b[32mINFO \u001b[0m \u001b[34m${container}\u001b[0m connected to kafka.platform:9092`,
    line: coloured,
  },
  'search-waiting': {
    perMinute: 6,
    start: ({ time }) =>
      `ts=${iso(time)} level=info component=search msg="starting" index=/var/lib/search/index`,
    line: ({ time, number }) =>
      number % 3 === 0
        ? `ts=${iso(time)} level=warn component=search msg="readiness: 503, index is not loaded" schema_wanted=9 schema_found=8`
        : `ts=${iso(time)} level=error component=search msg="cannot open index: schema version 8 is older than 9, a reindex is needed"`,
  },
};
