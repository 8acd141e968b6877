// npm test: every check of the repository, one summary line. What cannot run on this machine is named and counted as skipped.
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { explainBrowserTests } from './browserReport.mjs';
import { CanarySearch, newCanary } from './canaries.mjs';
import { checkCommands, keepChecks } from './checks.mjs';
import { findChromium } from './chromium.mjs';
import { passedBefore, passedFolder } from './passedBefore.mjs';
import { buildPeer, PEER_FILES, startPeer, TEKTON_VERSION, whyNoPeer } from './peer.mjs';
import { buildApp, buildBackend, install } from './prepare.mjs';
import { Progress } from './progress.mjs';
import { runTool } from './runTool.mjs';
import { StartError } from './StartError.mjs';
import { ensureToolchain, root, toolFolder } from './toolchain.mjs';

const PEER_PORT = 16443;
const outFolder = path.join(root, 'e2e-tests/output');

/** `--all` runs also what has passed before, unchanged. */
const { values: options } = parseArgs({
  options: { strict: { type: 'boolean' }, all: { type: 'boolean' } },
});
/** Planted by the tests as tokens, passwords and values of Secrets; nothing that the run leaves behind may hold it. */
const canary = newCanary();
const canaries = new CanarySearch(canary);
const counts = { passed: 0, failed: 0, skipped: 0 };
const notes = [];

function add({ passed = 0, failed = 0, skipped = 0 }) {
  counts.passed += passed;
  counts.failed += failed;
  counts.skipped += skipped;
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/** A check that passes or fails as a whole: its exit code. */
async function check(command, args, { env, cwd = root, detail }) {
  const { code, output } = await runTool(command, args, {
    cwd,
    env,
    onLine: line => detail(line.slice(0, 60)),
  });
  if (code !== 0) notes.push(output.split('\n').slice(-80).join('\n'));
  return code;
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

async function jest({ node, env }, { peers, detail }) {
  const passed = options.all ? undefined : passedFolder(peers);
  const leftOut = [];
  const report = path.join(outFolder, 'jest.json');
  const cli = path.join(root, 'node_modules/@backstage/cli/bin/backstage-cli');
  const args = [
    cli,
    'repo',
    'test',
    '--watch=false',
    '--ci',
    '--json',
    `--outputFile=${report}`,
    // One more than there are cores: the longest suites mostly wait.
    '--maxWorkers=3',
    // What a worker has compiled goes with it; the CLI's own limit, 1 GB, ends one after every second file.
    '--workerIdleMemoryLimit=3072M',
    `--testSequencer=${path.join(root, 'scripts/longestFirst.cjs')}`,
    '--silent',
    ...(passed === undefined ? [] : ['--success-cache', '--success-cache-dir', passed]),
  ];
  const { code, output } = await runTool(node, ['--max-old-space-size=4096', ...args], {
    cwd: root,
    env: { ...env, CI: 'true', KUBEMATE_TEST_CANARY: canary },
    onLine(line) {
      canaries.look('the output of the unit tests', line);
      if (/^(PASS|FAIL)/.test(line)) detail(line.slice(0, 70));
      const before = passedBefore(line);
      if (before !== undefined) leftOut.push(before);
    },
  });
  const result = readJson(report);
  if (leftOut.length > 0)
    notes.push(
      `The tests of ${leftOut.length} packages have passed before, unchanged, and were not run again (npm test -- --all runs them): ${leftOut.join(', ')}.`,
    );
  if (result === undefined && leftOut.length > 0 && code === 0) return 'as before';
  if (result === undefined) {
    notes.push(output.split('\n').slice(-80).join('\n'));
    return add({ failed: 1 });
  }
  for (const suite of result.testResults)
    if (suite.status === 'failed') notes.push(suite.message.split('\n').slice(0, 60).join('\n'));
  const broken = result.testResults.filter(
    suite => suite.status === 'failed' && suite.assertionResults.length === 0,
  ).length;
  const failed = result.numFailedTests + broken;
  // What was skipped here may run another time.
  if (result.numPendingTests > 0 && passed !== undefined)
    rmSync(passed, { recursive: true, force: true });
  return add({
    passed: result.numPassedTests,
    failed: failed || (code === 0 ? 0 : 1),
    skipped: result.numPendingTests + result.numTodoTests,
  });
}

/** Tests of the commands themselves, which run before anything is installed and so are plain Node. */
async function commands({ node, env }, detail) {
  const files = readdirSync(path.join(root, 'scripts')).filter(name => name.endsWith('.test.mjs'));
  const { code, output } = await runTool(
    node,
    ['--test', '--test-reporter=tap', ...files.map(name => `scripts/${name}`)],
    { cwd: root, env, onLine: line => /^\s*(not )?ok /.test(line) && detail(line.slice(0, 70)) },
  );
  const count = word => Number(new RegExp(`^# ${word} (\\d+)`, 'm').exec(output)?.[1] ?? 0);
  const failed = count('fail') + count('cancelled');
  if (code !== 0) notes.push(output.split('\n').slice(-120).join('\n'));
  return add({
    passed: count('pass'),
    failed: failed || (code === 0 ? 0 : 1),
    skipped: count('skipped') + count('todo'),
  });
}

async function playwright({ node, env }, detail) {
  const report = path.join(outFolder, 'playwright.json');
  const cli = path.join(root, 'node_modules/@playwright/test/cli.js');
  const config = ['--config', 'e2e-tests/playwright.config.ts'];
  const chromium = findChromium();
  if (chromium === undefined) {
    const { output } = await runTool(node, [cli, 'test', '--list', ...config], { cwd: root, env });
    notes.push(
      'Browser tests were skipped: no Chromium was found (Debian: apt-get install chromium; or set KUBEMATE_CHROMIUM).',
    );
    return add({ skipped: Number(/Total: (\d+) test/.exec(output)?.[1] ?? 1) });
  }
  const { code, output } = await runTool(node, [cli, 'test', ...config, '--reporter=list,json'], {
    cwd: root,
    env: {
      ...env,
      KUBEMATE_CHROMIUM: chromium,
      KUBEMATE_TEST_CANARY: canary,
      PLAYWRIGHT_JSON_OUTPUT_NAME: report,
      FORCE_COLOR: '0',
    },
    onLine(line) {
      canaries.look('the output of the browser tests', line);
      detail(line.slice(0, 70));
    },
  });
  const result = readJson(report);
  if (result === undefined) {
    notes.push(output.split('\n').slice(-80).join('\n'));
    return add({ failed: 1 });
  }
  const { stats } = result;
  const told = explainBrowserTests(result);
  if (told !== '') notes.push(told);
  return add({
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected || (code === 0 ? 0 : 1),
    skipped: stats.skipped,
  });
}

/** Logs, traces, pictures, reports, object stores: whatever stands in the output folder, and what was printed. */
function searchCanaries(peer) {
  canaries.lookIn(outFolder);
  if (peer)
    canaries.look(
      'the audit log of the real API server',
      readFileSync(path.join(peer.folder, 'audit.log')),
    );
  if (canaries.files === 0) notes.push('There was nothing to search for canary secrets in.');
  for (const place of canaries.found) notes.push(`A canary secret is in ${place}`);
  const clean = canaries.found.length === 0 && canaries.files > 0;
  add(clean ? { passed: 1 } : { failed: 1 });
  const size = `${canaries.files} files, ${Math.ceil(canaries.bytes / 1e6)} MB`;
  return clean ? `none in ${size}` : `${canaries.found.length} found`;
}

async function main() {
  const progress = new Progress(10);
  // Of this run alone: what an earlier one left is not searched, and not told apart.
  rmSync(outFolder, { recursive: true, force: true });
  mkdirSync(outFolder, { recursive: true });

  const tools = {};
  await progress.step('Tools', async detail => {
    Object.assign(tools, await ensureToolchain({ onFetch: name => detail(`fetching ${name}`) }));
    return 'ready';
  });
  await progress.step('Dependencies', detail => install(tools, detail));
  const { node, env } = tools;
  await progress.step('Types, lint and format', async detail => {
    const codes = await Promise.all(
      checkCommands().map(args => check(node, args, { env, detail })),
    );
    keepChecks();
    return add({
      passed: codes.filter(code => code === 0).length,
      failed: codes.filter(code => code !== 0).length,
    });
  });

  const noPeer = whyNoPeer();
  let peer;
  await progress.step('Real API server', async detail => {
    if (noPeer !== undefined) {
      notes.push(`Tests against the real API server were skipped: ${noPeer}.`);
      return 'not here';
    }
    await buildPeer(detail);
    peer = await startPeer({ port: PEER_PORT, nodes: 20, node: tools.node });
    return 'running';
  });
  try {
    const peerEnv = peer
      ? {
          ...env,
          KUBEMATE_PEER_KUBECONFIG: peer.kubeconfig,
          KUBEMATE_PEER_TEKTON: TEKTON_VERSION,
          KUBEMATE_PEER_REGISTRY: peer.registry,
          KUBEMATE_PEER_PROMETHEUS: peer.prometheus,
          KUBEMATE_PEER_GITEA: peer.gitea,
        }
      : env;
    await progress.step('Unit, contract and peer tests', detail =>
      jest({ node, env: peerEnv }, { peers: peer ? PEER_FILES : [], detail }),
    );
    await progress.step('App', detail => buildApp(tools, detail));
    await progress.step('Server', () => buildBackend(tools));
    await progress.step('Commands', detail => commands({ node, env: peerEnv }, detail));
    await progress.step('Browser tests', detail => playwright({ node, env: peerEnv }, detail));
    await progress.step('Canary secrets', async () => searchCanaries(peer));
  } finally {
    await peer?.stop();
  }
}

main()
  .catch(error => {
    notes.push(error instanceof StartError ? error.message : error.stack);
    counts.failed += 1;
  })
  .finally(() => {
    if (notes.length) console.log(`\n${notes.join('\n\n')}`);
    if (options.strict && counts.skipped > 0) {
      console.log(`\n--strict: ${counts.skipped} skipped checks count as failed.`);
      counts.failed += counts.skipped;
      counts.skipped = 0;
    }
    console.log(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
    process.exit(counts.failed === 0 && counts.passed > 0 ? 0 : 1);
  });
