import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium } from '@playwright/test';
import type { Browser, Page } from '@playwright/test';
import { findChromium } from '../../chromium.mjs';
import { median, quantile } from '../statistics';
import type { Finding } from '../statistics';
import { LOG_LINES, startPortalProxy } from './portalProxy';
import { recordFrames } from './recordFrames';
import type { MeasuredFrames } from './recordFrames';
import { servePeers } from './servePeers';

const PORT = 17_017;
const DURATION_MS = 8_000;
/** 3,600 pixels a second at 60 frames: about a hundred rows. */
const PIXELS = 60;
/** A frame that comes later than this has missed one at 60 Hz. */
const LATE_MS = 25;
const LOG_PAGE = '/explore/dev/deployments.v1.apps/shop/cart?tab=logs';

const SCENES = {
  empty: 'an empty page',
  peer: "MUI's virtualised table",
  plain: 'a list of all lines',
  table: 'Explorer',
  followed: 'Log, followed',
  searched: 'Log, followed with a search and a level',
  scrolled: 'Log, scrolled',
} as const;

type Scene = keyof typeof SCENES;

interface Addresses {
  readonly portal: string;
  readonly peers: string;
}

async function record(page: Page, selector?: string): Promise<MeasuredFrames> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const cpu = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000;
  };
  const before = await cpu();
  const frames = await page.evaluate(recordFrames, {
    selector,
    durationMs: DURATION_MS,
    pixelsPerFrame: PIXELS,
  });
  return { ...frames, cpuMs: (await cpu()) - before };
}

const PLAYS: Readonly<
  Record<Scene, (page: Page, addresses: Addresses) => Promise<MeasuredFrames>>
> = {
  async empty(page, { peers }) {
    await page.goto(`${peers}/empty`);
    return await record(page, '#box');
  },
  async peer(page, { peers }) {
    await page.goto(`${peers}/peer`);
    await page.waitForSelector('[data-peer] td');
    await sleep(1_000);
    return await record(page, '[data-peer]');
  },
  async plain(page, { peers }) {
    await page.goto(`${peers}/plain-log`);
    await page.waitForSelector(`[data-line="${LOG_LINES}"]`, { state: 'attached' });
    await sleep(2_000);
    return await record(page);
  },
  async table(page, { portal }) {
    await page.goto(`${portal}/explore?resource=pods.v1`);
    await page.waitForSelector('[role=grid] [data-index="0"]');
    await sleep(3_000);
    return await record(page, '[role=grid]');
  },
  async followed(page, { portal }) {
    await openLog(page, `${portal}${LOG_PAGE}`);
    return await record(page);
  },
  async searched(page, { portal }) {
    await openLog(page, `${portal}${LOG_PAGE}&find=trace`);
    await page.getByRole('combobox', { name: /level/i }).click();
    await page.getByRole('option', { name: 'Error' }).click();
    await sleep(2_000);
    return await record(page);
  },
  async scrolled(page, { portal }) {
    await openLog(page, `${portal}${LOG_PAGE}`);
    const log = page.getByRole('log');
    await log.hover();
    // A person's own wheel is what stops following.
    await page.mouse.wheel(0, -600);
    await sleep(500);
    return await record(page, '[role=log] [data-virtuoso-scroller]');
  },
};

async function openLog(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.waitForFunction(
    lines => {
      const shown = document.querySelectorAll<HTMLElement>('[role=log] [data-line]');
      return Number(shown[shown.length - 1]?.dataset.line ?? 0) >= lines;
    },
    LOG_LINES,
    { timeout: 120_000 },
  );
  await sleep(2_000);
}

async function play(browser: Browser, scene: Scene, addresses: Addresses): Promise<MeasuredFrames> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  try {
    const page = await context.newPage();
    await page.addInitScript(() => {
      localStorage.setItem('kubemate.persona', 'platform');
      localStorage.setItem('language', 'en');
    });
    return await PLAYS[scene](page, addresses);
  } finally {
    await context.close();
  }
}

const rate = ({ deltas }: MeasuredFrames) =>
  (deltas.length * 1000) / deltas.reduce((sum, delta) => sum + delta, 0);
/** Of a second, how many milliseconds the main thread computes. */
const busy = ({ cpuMs, deltas }: MeasuredFrames) =>
  (cpuMs * 1000) / deltas.reduce((sum, delta) => sum + delta, 0);
const late = ({ deltas }: MeasuredFrames) =>
  deltas.filter(delta => delta > LATE_MS).length / Math.max(1, deltas.length);

function describe(rounds: readonly MeasuredFrames[]): string {
  const of = (value: (frames: MeasuredFrames) => number) => median(rounds.map(value));
  const frame = (share: number) => of(({ deltas }) => quantile(deltas, share)).toFixed(0);
  const parts = [
    `${of(rate).toFixed(1)} fps`,
    `frame ${frame(0.5)} ms, p95 ${frame(0.95)} ms`,
    `${(of(late) * 100).toFixed(1)} % late`,
    `${of(busy).toFixed(0)} ms CPU/s`,
  ];
  return parts.join('; ');
}

function compare(
  frames: Readonly<Record<Scene, readonly MeasuredFrames[]>>,
  options: { scene: Scene; with: Scene; subject: string; least: number },
): Finding {
  const { scene, subject, least } = options;
  const ours = frames[scene];
  const peers = frames[options.with];
  // The sides were played in turns: each round is compared with its own neighbour.
  const ratio = median(ours.map((one, at) => rate(one) / rate(peers[at] ?? one)));
  return {
    subject,
    ours: describe(ours),
    peer: `${describe(peers)} ${SCENES[options.with]}`,
    ratio: `${ratio.toFixed(2)}×`,
    goal: `≥ ${least}×`,
    met: ratio >= least,
  };
}

/** What the same costs the main thread: the work between two frames, however fast the machine is. */
function compareWork(
  frames: Readonly<Record<Scene, readonly MeasuredFrames[]>>,
  options: { scene: Scene; with: Scene; subject: string },
): Finding {
  const ours = frames[options.scene];
  const peers = frames[options.with];
  const ratio = median(ours.map((one, at) => busy(one) / busy(peers[at] ?? one)));
  const share = (rounds: readonly MeasuredFrames[]) =>
    `${median(rounds.map(busy)).toFixed(0)} ms/s`;
  return {
    subject: options.subject,
    ours: share(ours),
    peer: `${share(peers)} ${SCENES[options.with]}`,
    ratio: `${ratio.toFixed(2)}×`,
    goal: '≤ 1×',
    met: ratio <= 1,
  };
}

/**
 * Whether large tables and logs keep up with the screen, in Chromium: frames in a second while scrolling and while rows
 * and lines come in, beside an empty page that is scrolled likewise and MUI's own virtualised table.
 */
export async function benchSmoothness(options: {
  rounds: number;
  portal?: string;
  progress: (text: string) => void;
}): Promise<Finding[]> {
  const executablePath = findChromium();
  if (executablePath === undefined)
    throw new Error('Smoothness needs a Chromium: apt-get install chromium');
  const own = options.portal === undefined ? await startPortal() : undefined;
  const portal = options.portal ?? `http://localhost:${PORT}`;
  const proxy = await startPortalProxy(portal, await tokenOf(portal));
  const peers = await servePeers();
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu'],
  });
  const frames: Record<Scene, MeasuredFrames[]> = {
    empty: [],
    peer: [],
    plain: [],
    table: [],
    followed: [],
    searched: [],
    scrolled: [],
  };
  try {
    for (let round = 0; round < options.rounds; round += 1) {
      for (const scene of Object.keys(SCENES) as Scene[]) {
        const addresses = { portal: proxy.address, peers: peers.address };
        const one = await play(browser, scene, addresses);
        options.progress(`  ${SCENES[scene]}: ${describe([one])}, blocked ${one.blockedMs} ms`);
        frames[scene].push(one);
      }
    }
  } finally {
    await browser.close();
    proxy.close();
    peers.close();
    own?.kill('SIGTERM');
  }
  return [
    compare(frames, {
      scene: 'table',
      with: 'empty',
      subject: 'Explorer of 100,000 pods scrolled in Chromium while 200 visible rows/s change',
      least: 0.95,
    }),
    compareWork(frames, {
      ...{ scene: 'table', with: 'peer' },
      subject: 'Processor time of the main thread while the table is scrolled',
    }),
    compare(frames, {
      scene: 'followed',
      with: 'empty',
      subject: 'Log of 100,000 lines followed at 1,000 lines/s',
      least: 0.95,
    }),
    compare(frames, {
      scene: 'followed',
      with: 'plain',
      subject: 'The same log beside one that draws all its lines',
      least: 1,
    }),
    compareWork(frames, {
      ...{ scene: 'followed', with: 'plain' },
      subject: 'Processor time of the main thread while the log is followed',
    }),
    compare(frames, {
      scene: 'searched',
      with: 'empty',
      subject: 'The same log followed with a search and a level filter on',
      least: 0.95,
    }),
    compare(frames, {
      scene: 'scrolled',
      with: 'empty',
      subject: 'The same log scrolled while lines come in',
      least: 0.95,
    }),
  ];
}

async function tokenOf(portal: string): Promise<string> {
  const response = await fetch(`${portal}/api/auth/persona/refresh`, {
    headers: { 'x-kubemate-persona': 'platform' },
  });
  const session: { backstageIdentity: { token: string } } = await response.json();
  return session.backstageIdentity.token;
}

/** The portal on its sandbox, built where it is not. */
async function startPortal(): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['scripts/start.mjs', '--port', String(PORT)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ready = `http://localhost:${PORT}/.backstage/health/v1/readiness`;
  for (;;) {
    if (child.exitCode !== null) throw new Error('The portal did not start');
    const answer = await fetch(ready).catch(() => undefined);
    if (answer?.ok === true) return child;
    await sleep(500);
  }
}
