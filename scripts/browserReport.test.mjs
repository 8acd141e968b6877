import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explainBrowserTests } from './browserReport.mjs';

const failedTry = (retry, message) => ({
  status: 'failed',
  retry,
  duration: 61_000,
  error: { message },
});
const report = {
  suites: [
    {
      title: 'registry.spec.ts',
      specs: [
        {
          title: 'goes well',
          tests: [{ status: 'expected', projectName: 'desktop', results: [{ status: 'passed' }] }],
        },
      ],
      suites: [
        {
          title: 'adding a cluster',
          specs: [
            {
              title: 'add it',
              tests: [
                {
                  status: 'unexpected',
                  projectName: 'desktop',
                  results: [
                    failedTry(0, '\x1b[31mTimeout\x1b[39m\n[pid=12][err] the bus\nwaiting for it'),
                    failedTry(1, 'the name is taken'),
                  ],
                },
              ],
            },
            {
              title: 'rotate it',
              tests: [
                {
                  status: 'flaky',
                  projectName: 'phone',
                  results: [failedTry(0, 'slow'), { status: 'passed', retry: 1 }],
                },
              ],
            },
          ],
        },
      ],
    },
  ],
};

test('tells of each try that failed, without what the browser says of its machine', () => {
  assert.equal(
    explainBrowserTests(report),
    `Failed: [desktop] registry.spec.ts › adding a cluster › add it
  try 1, 61 s: Timeout
    waiting for it
  try 2, 61 s: the name is taken

Passed only when tried again: [phone] registry.spec.ts › adding a cluster › rotate it
  try 1, 61 s: slow`,
  );
});

test('tells what kept the tests from starting', () => {
  assert.equal(explainBrowserTests({ suites: [], errors: [{ message: 'no port' }] }), 'no port');
});
