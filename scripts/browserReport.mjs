// Says in few lines which browser tests failed, or passed only when tried again, and what each try saw.
const LINES_PER_TRY = 24;
/** What Chromium says of the machine's message bus, and colours. */
const NOISE = /^\s*(\[pid=\d+\]|<launched>|<launching>)/;
const COLOUR = /\x1b\[[0-9;]*m/g;

/** @param report - what Playwright's JSON reporter wrote */
export function explainBrowserTests(report) {
  const told = [...specsOf(report.suites ?? [])].flatMap(({ spec, path }) =>
    spec.tests
      .filter(({ status }) => status === 'unexpected' || status === 'flaky')
      .map(test => explain(test, path)),
  );
  return [...told, ...(report.errors ?? []).map(error => shorten(error.message))].join('\n\n');
}

function* specsOf(suites, above = []) {
  for (const suite of suites) {
    const path = [...above, suite.title];
    for (const spec of suite.specs ?? []) yield { spec, path: [...path, spec.title] };
    yield* specsOf(suite.suites ?? [], path);
  }
}

function explain({ status, projectName, results }, path) {
  const verdict = status === 'flaky' ? 'Passed only when tried again' : 'Failed';
  const tries = results
    .filter(result => result.status !== 'passed')
    .map(
      ({ retry, duration, error }) =>
        `  try ${retry + 1}, ${Math.round(duration / 1000)} s: ${shorten(error?.message)}`,
    );
  return [`${verdict}: [${projectName}] ${path.join(' › ')}`, ...tries].join('\n');
}

function shorten(message = 'no reason given') {
  return message
    .replace(COLOUR, '')
    .split('\n')
    .filter(line => line.trim() !== '' && !NOISE.test(line))
    .slice(0, LINES_PER_TRY)
    .map(line => line.slice(0, 300))
    .join('\n    ');
}
