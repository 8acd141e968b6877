import { startApi } from '../child';
import { type Finding, median, quantile, spread } from '../statistics';
import { ADMIN_TOKEN, DEPLOYMENT } from './apiServer';
import { type Portal, startPortals } from './portals';

const CALLS = 150;
const READS = 400;
/** Between a press and what it shows a tenth of a second goes unnoticed. */
const MOST_OVERHEAD_MS = 100;

interface Sides {
  readonly ours: number[];
  readonly theirs: number[];
}

/**
 * What it costs that every change is an operation, and that every request is recorded: an operation beside the bare call to the same
 * API server, and reads of a portal that records requests beside one that does not. The sides take turns, call by call.
 */
export async function benchWrites({ rounds }: { rounds: number }): Promise<readonly Finding[]> {
  const api = await startApi({ configMaps: 500 });
  const off = { APP_CONFIG_kubemate_audit_requests_enabled: 'false' };
  const portals = await startPortals({ url: api.url, token: ADMIN_TOKEN }, [
    { port: 17310, env: {} },
    { port: 17311, env: off },
  ]);
  try {
    const [recording, silent] = portals;
    if (recording === undefined || silent === undefined) throw new Error('two portals are needed');
    const scale = await inTurns({
      rounds,
      calls: CALLS,
      ours: call => scaleByOperation(recording, replicasOf(call)),
      theirs: call => scaleByHand(api.url, replicasOf(call)),
    });
    const reads = await inTurns({
      rounds,
      calls: READS,
      ours: () => readRows(recording),
      theirs: () => readRows(silent),
    });
    return [...overApi(scale), ...overSilence(reads)];
  } finally {
    for (const portal of portals) portal.stop();
    api.stop();
  }
}

/** Never what it is already: a change that changes nothing is cheaper. */
const replicasOf = (call: number) => 1 + (call % 7);

async function inTurns(options: {
  rounds: number;
  calls: number;
  ours: (call: number) => Promise<void>;
  theirs: (call: number) => Promise<void>;
}): Promise<readonly Sides[]> {
  const { rounds, calls, ours, theirs } = options;
  const all: Sides[] = [];
  let call = 0;
  const timed = async (run: (call: number) => Promise<void>) => {
    const from = performance.now();
    await run((call += 1));
    return performance.now() - from;
  };
  for (let warm = 0; warm < 30; warm++) {
    await ours((call += 1));
    await theirs((call += 1));
  }
  for (let round = 0; round < rounds; round++) {
    const sides: Sides = { ours: [], theirs: [] };
    for (let at = 0; at < calls; at++) {
      sides.ours.push(await timed(ours));
      sides.theirs.push(await timed(theirs));
    }
    all.push(sides);
  }
  return all;
}

function overApi(rounds: readonly Sides[]): readonly Finding[] {
  const ours = rounds.map(round => median(round.ours));
  const theirs = rounds.map(round => median(round.theirs));
  const overhead = median(rounds.map(round => median(round.ours) - median(round.theirs)));
  const ratio = median(ours.map((value, at) => value / (theirs[at] ?? Number.NaN)));
  return [
    {
      subject: `An operation (plan, rights, record, receipt), median (spread ${spread(ours).toFixed(2)} / ${spread(theirs).toFixed(2)})`,
      ours: `${median(ours).toFixed(1)} ms`,
      peer: `${median(theirs).toFixed(1)} ms the bare PATCH`,
      ratio: `${ratio.toFixed(1)}×, ${overhead.toFixed(1)} ms more`,
      goal: `≤ ${MOST_OVERHEAD_MS} ms more`,
      met: overhead <= MOST_OVERHEAD_MS,
    },
  ];
}

function overSilence(rounds: readonly Sides[]): readonly Finding[] {
  return [0.5, 0.99].map(share => {
    const ours = rounds.map(round => quantile(round.ours, share));
    const theirs = rounds.map(round => quantile(round.theirs, share));
    const ratio = median(ours.map((value, at) => value / (theirs[at] ?? Number.NaN)));
    return {
      subject: `A page of rows while every request is recorded, ${share === 0.5 ? 'median' : 'p99'}`,
      ours: `${median(ours).toFixed(1)} ms`,
      peer: `${median(theirs).toFixed(1)} ms recording nothing`,
      ratio: `${ratio.toFixed(2)}×`,
      goal: '≤ 1.1×',
      met: ratio <= 1.1,
    };
  });
}

async function scaleByOperation({ url, token }: Portal, replicas: number): Promise<void> {
  const workload = { cluster: 'bench', apiVersion: 'apps/v1', kind: 'Deployment', ...DEPLOYMENT };
  await send(`${url}/api/clusters/operations/scale-workload`, {
    method: 'POST',
    token,
    body: { workload, replicas },
  });
}

async function scaleByHand(url: string, replicas: number): Promise<void> {
  const { namespace, name } = DEPLOYMENT;
  await send(`${url}/apis/apps/v1/namespaces/${namespace}/deployments/${name}/scale`, {
    method: 'PATCH',
    token: ADMIN_TOKEN,
    body: { spec: { replicas } },
    type: 'application/merge-patch+json',
  });
}

async function readRows({ url, token }: Portal): Promise<void> {
  await send(`${url}/api/clusters/rows?resource=v1/configmaps&sort=name&limit=100`, {
    method: 'GET',
    token,
  });
}

async function send(
  url: string,
  options: { method: string; token: string; body?: object; type?: string },
): Promise<void> {
  const { method, token, body, type = 'application/json' } = options;
  const response = await fetch(url, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': type },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${text}`);
}
