import { randomBytes } from 'node:crypto';
import type { Clock } from '../Clock';
import { hash32, Random } from '../simulation/Random';
import { BRANCHES, COMPANY_JOBS, RELEASE_INPUT } from './companyJobs';
import { FakeJenkins } from './FakeJenkins';
import type { Activity, PastBuild } from './FakeJenkins';
import { JenkinsServer } from './JenkinsServer';
import { PUSH_CAUSE, TIMER_CAUSE, userCause } from './plans';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** One build begins by itself in each of these. */
const LIVE_MS = 4 * 60_000;
const AUTHORS = [
  ['mia.chen', 'Mia Chen'],
  ['ana.silva', 'Ana Silva'],
  ['leo.brandt', 'Leo Brandt'],
  ['priya.nair', 'Priya Nair'],
] as const;

export interface SandboxJenkins {
  readonly url: string;
  readonly username: string;
  /** Made anew at each start. */
  readonly token: string;
  close(): Promise<void>;
}

interface Planned {
  readonly fullName: string;
  readonly build: PastBuild;
}

/** A simulated Jenkins for the sandbox's company, on a loopback port: weeks of builds, and now and then a new one. */
export async function startSandboxJenkins(options: {
  readonly seed: number;
  readonly clock: Clock;
}): Promise<SandboxJenkins> {
  const { seed, clock } = options;
  const jenkins = new FakeJenkins({ clock, jobs: COMPANY_JOBS, activity: liveActivity(seed) });
  for (const { fullName, build } of history(seed, clock.now())) jenkins.addBuild(fullName, build);
  const token = randomBytes(17).toString('hex');
  const username = 'kubemate';
  const server = new JenkinsServer({
    jenkins,
    accounts: [
      { username, token, permissions: ['build', 'cancel', 'delete', 'create', 'deleteJob'] },
    ],
  });
  await server.listen();
  return { url: server.url, username, token, close: () => server.close() };
}

/** Everything that was built in the last weeks, oldest first. */
function history(seed: number, now: number): readonly Planned[] {
  const random = Random.of(seed, 'jenkins', 'history');
  const over = (fullName: string, make: (at: number, index: number) => PastBuild, spans: Spans) =>
    timesOf(random, now, spans).map((at, index) => ({ fullName, build: make(at, index) }));
  const storefront = (name: string) => `shop/storefront/${encodeURIComponent(name)}`;
  const [main, feature, request] = BRANCHES.map(storefront);
  const planned = [
    ...over(main ?? '', at => pushed(random, at), { count: 24, days: 21 }),
    ...over(feature ?? '', at => pushed(random, at), { count: 9, days: 6 }),
    ...over(request ?? '', at => pushed(random, at), { count: 5, days: 2 }),
    ...over('payments/checkout', at => pushed(random, at), { count: 26, days: 21 }),
    ...over('shop/release-storefront', (at, index) => released(random, at, index), {
      ...{ count: 11, days: 20 },
    }),
    ...nights(now, 20).map(at => ({
      fullName: 'payments/nightly-reconcile',
      build: { at, cause: TIMER_CAUSE },
    })),
    ...nights(now, 14).map(at => ({
      fullName: 'platform/base-images',
      build: { at: at + HOUR, cause: TIMER_CAUSE },
    })),
  ].sort((a, b) => a.build.at - b.build.at);
  const waiting = { VERSION: '3.8.0', ENVIRONMENT: 'staging', DRY_RUN: false, NOTES: '' };
  return [
    ...planned,
    {
      fullName: 'shop/release-storefront',
      build: {
        at: now - 20 * 60_000,
        cause: userCause('priya.nair', 'Priya Nair'),
        values: waiting,
      },
    },
  ];
}

interface Spans {
  readonly count: number;
  readonly days: number;
}

function timesOf(random: Random, now: number, { count, days }: Spans): readonly number[] {
  const times = Array.from({ length: count }, () => now - random.between(0.02, days) * DAY);
  return times.map(Math.floor).sort((a, b) => a - b);
}

function nights(now: number, count: number): readonly number[] {
  const midnight = Math.floor(now / DAY) * DAY;
  return Array.from(
    { length: count },
    (_, at) => midnight - (count - 1 - at) * DAY + 2 * HOUR,
  ).filter(at => at < now - HOUR);
}

function commitOf(random: Random): string {
  return Array.from({ length: 5 }, () =>
    hash32(String(random.next())).toString(16).padStart(8, '0'),
  )
    .join('')
    .slice(0, 40);
}

function pushed(random: Random, at: number): PastBuild {
  const isManual = random.next() < 0.15;
  const [id, name] = random.pick(AUTHORS);
  const cause = isManual ? userCause(id, name) : PUSH_CAUSE;
  const isStopped = random.next() < 0.06;
  return { at, cause, commit: commitOf(random), ...(isStopped && { abortedAt: at + 50_000 }) };
}

function released(random: Random, at: number, index: number): PastBuild {
  const [id, name] = random.pick(AUTHORS);
  const answer = {
    ...{ id: RELEASE_INPUT, by: 'Jonas Weber' },
    at: at + 20_000 + Math.floor(random.between(2, 50) * 60_000),
    proceed: index % 5 !== 3,
  };
  return {
    ...{ at, cause: userCause(id, name), commit: commitOf(random), answers: [answer] },
    values: {
      ...{ VERSION: `3.7.${index}`, ENVIRONMENT: index % 3 === 0 ? 'prod' : 'staging' },
      ...{ DRY_RUN: index % 4 === 1, NOTES: '' },
    },
  };
}

/** What is pushed while the sandbox is live, in turn: one build in each span of some minutes, at a moment of its own. */
function liveActivity(seed: number): Activity {
  const targets = [
    'payments/checkout',
    ...BRANCHES.map(name => `shop/storefront/${encodeURIComponent(name)}`),
  ];
  return ({ from, to }) => {
    const planned: Planned[] = [];
    for (let span = Math.floor(from / LIVE_MS); span <= Math.floor(to / LIVE_MS); span += 1) {
      const random = Random.of(seed, 'jenkins', String(span));
      const at = Math.floor(span * LIVE_MS + random.between(0, LIVE_MS));
      if (at > from && at <= to)
        planned.push({
          fullName: random.pick(targets),
          build: { at, cause: PUSH_CAUSE, commit: commitOf(random) },
        });
    }
    return planned;
  };
}
