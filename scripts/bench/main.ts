import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { benchColdIndex } from './coldIndex';
import { benchFleetMemory } from './fleetMemory';
import { type IndexTask, runIndex } from './indexRun';
import { benchBytes, benchLatency } from './liveTable';
import { servePods } from './podServer';
import { benchRowQueries } from './rowQueries';
import { benchRuns } from './runs/benchRuns';
import { benchRunHistory } from './runHistory';
import { benchSmoothness } from './smoothness/benchSmoothness';
import type { Finding } from './statistics';
import { serveApi } from './writes/apiServer';
import { benchWrites } from './writes/benchWrites';

const OBJECTS = 100_000;

function versionOf(name: string): string {
  const { version }: { version: string } = JSON.parse(
    readFileSync(`node_modules/${name}/package.json`, 'utf8'),
  );
  return `${name} ${version}`;
}

function verdict({ met }: Finding): string {
  if (met === undefined) return '';
  return met ? 'met' : '**missed**';
}

function report(
  findings: readonly Finding[],
  options: { rounds: number; loadBefore: number },
): string {
  const lines = findings.map(
    finding =>
      `| ${finding.subject} | ${finding.ours} | ${finding.peer} | ${finding.ratio} | ${finding.goal} | ${verdict(finding)} |`,
  );
  const missed = findings.filter(({ met }) => met === false).length;
  const processors = cpus();
  const machine = `${processors.length} × ${processors[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB`;
  return `# Benchmarks

Figures of one run of \`npm run bench\`; the ratios are what counts, since both sides ran in turns on the same machine. A goal that was missed says so.

| What | Kubemate | Compared with | Ratio | Goal | |
| --- | --- | --- | --- | --- | --- |
${lines.join('\n')}

${missed === 0 ? 'Every goal was met.' : `Goals missed: ${missed}.`}

- ${new Date().toISOString().slice(0, 10)}, ${machine}, Node ${process.version}, ${versionOf('@kubernetes/client-node')}, ${versionOf('undici')}, SQLite ${process.versions.sqlite}. Load when it began: ${options.loadBefore.toFixed(1)}.
- Pods are synthetic, about 9 KB of JSON each, a third of it \`managedFields\`; they come from a server in a process of its own, serialised beforehand, over HTTP on loopback.
- Index runs: ${options.rounds} rounds, the two sides in turns, each run in a process of its own; time and memory are medians, ratios the median of the rounds' ratios. A spread (slowest round over fastest, ours / theirs) above 1.5 means the machine was too busy to tell. The client library's informer has no paging, and a list of this size in one piece is longer than V8's longest string, so its list function pages by 500 here.
- Queries: 2,000 random ones over rows that change in between, each asked of both sides as an admin and as a user of 1,000 of 2,000 namespaces: equality, inequality or text search, five sorts in both directions, pages deep and shallow, and the total. SQLite is in memory with an index for each sort, the allowed namespaces in a table.
- Operations: the API server, the portal and the caller are processes of their own on loopback; one caller, calls in turns. The portal's database is SQLite on files, and each operation is recorded before and after it runs.
- Pipeline runs: 10,000 of a Pipeline with seven tasks, read page by page by one caller from the portal and from the API server that the portal watches: the one of \`KUBEMATE_PEER_KUBECONFIG\`, else the sandbox's. Bytes are of the JSON, before any compression.
- History of runs: SQLite in a file, 60 pages from the older half. Kubemate's page is a keyset with the viewer's clusters and the total in it; OFFSET is the bare page over the same index. The total is counted anew at most every 2 s for the same question, and that count is Kubemate's p99.
- Latency is measured from the change to the moment a reader in the same process holds the text that it would send; network and browser are not in it.
- Smoothness: the built portal in headless Chromium without a GPU, 1440 × 900; a proxy answers the row stream (100,000 pods, 20 visible rows new in every tenth of a second) and the log (100,000 lines, then 1,000 a second) itself. Three rounds of eight seconds, all pages in turns; medians. A frame is late when it took over 25 ms. The empty page shows what this machine's browser can do at all.

Repeat it with \`npm run bench\` (about ten minutes on two idle cores); \`npm run bench -- --rounds 1\` is quicker, \`--only index,queries,fleet,latency,bytes,smoothness,writes,runs,history\` runs a part and writes no report; \`--portal http://localhost:7007\` measures the smoothness of a portal that runs already.
`;
}

const progress = (text: string) => process.stderr.write(`${text}\n`);

async function run(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '5' },
      only: { type: 'string' },
      portal: { type: 'string' },
    },
  });
  const rounds = Number(values.rounds);
  const loadBefore = loadavg()[0] ?? 0;
  const chosen = (name: string) =>
    values.only === undefined || values.only.split(',').includes(name);
  const findings: Finding[] = [];
  const add = (more: readonly Finding[]) => {
    for (const finding of more)
      progress(`  ${finding.subject}: ${finding.ours} / ${finding.peer}: ${finding.ratio}`);
    findings.push(...more);
  };
  let listBytes = OBJECTS * 9000;
  if (chosen('index')) {
    progress('Cold index of 100,000 pods');
    const index = await benchColdIndex({ objects: OBJECTS, rounds });
    listBytes = index.listBytes;
    add(index.findings);
  }
  if (chosen('queries')) {
    progress('Queries over 100,000 rows');
    add(benchRowQueries(OBJECTS));
  }
  if (chosen('fleet')) {
    progress('100 clusters of 1,000 pods');
    add(await benchFleetMemory(Math.min(rounds, 3)));
  }
  if (chosen('latency')) {
    progress('Latency with 1,000 viewers');
    add(await benchLatency({ objects: OBJECTS, durationMs: 20_000 }));
  }
  if (chosen('bytes')) {
    progress('Bytes to a live table');
    add(await benchBytes({ objects: OBJECTS, listBytes }));
  }
  if (chosen('smoothness')) {
    progress('Smoothness in Chromium');
    const { portal } = values;
    add(await benchSmoothness({ rounds: Math.min(rounds, 3), portal, progress }));
  }
  if (chosen('writes')) {
    progress('Operations and the audit trail');
    add(await benchWrites({ rounds: Math.min(rounds, 3) }));
  }
  if (chosen('runs')) {
    progress('Pipeline runs');
    add(await benchRuns({ rounds: Math.min(rounds, 3) }));
  }
  if (chosen('history')) {
    progress('History of 100,000 pipeline runs');
    add(await benchRunHistory(OBJECTS));
  }
  if (values.only === undefined)
    writeFileSync('docs/benchmarks.md', report(findings, { rounds, loadBefore }));
  process.exit(0);
}

const [role, argument = '{}'] = process.argv.slice(2);
if (role === 'server') {
  const options: { count: number; namespaces: number } = JSON.parse(argument);
  servePods(options.count, options.namespaces);
} else if (role === 'api') {
  const options: { configMaps: number } = JSON.parse(argument);
  await serveApi(options);
} else if (role === 'index') {
  const task: IndexTask = JSON.parse(argument);
  process.stdout.write(`${JSON.stringify(await runIndex(task))}\n`);
} else await run();
