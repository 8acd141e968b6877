import type { LogMoment, LogVoice } from './LogVoice';

const FILES = [
  'src/cart/total.ts',
  'src/api/items.ts',
  'src/pricing/discount.ts',
  'src/session.ts',
];
const TESTS = ['adds an item', 'applies a voucher', 'refuses a negative amount', 'keeps the order'];

function passed({ random, number }: LogMoment): string {
  const file = FILES[number % FILES.length]?.replace('.ts', '.test.ts');
  return `ok ${number + 1} - ${file}: ${random.pick(TESTS)} (${1 + random.below(80)} ms)`;
}

const VERSION = ['> npm test', 'TAP version 13'];

/** The tools that pipelines run. */
export const BUILD_VOICES: Readonly<Record<string, LogVoice>> = {
  'build-clone': {
    perMinute: 40,
    start: () => 'Initialized empty Git repository in /workspace/source/.git/',
    line: ({ number }) => `remote: Counting objects: ${Math.min(100, 20 + number * 20)}%`,
    end: () => ['HEAD is now at FETCH_HEAD', 'Checked out the commit'],
  },
  'build-pack': {
    perMinute: 30,
    start: () => 'Packing 412 files',
    line: ({ random }) => `Uploading layer, ${1 + random.below(9)}.${random.below(9)} MB`,
    end: () => 'Pushed the source artifact',
  },
  'build-lint': {
    perMinute: 30,
    start: () => ['> npm run lint', '> tsc --noEmit && eslint src'],
    line: ({ number }) => `  checked ${FILES[number % FILES.length]}`,
    end: () => '\u001b[32m✔\u001b[0m no problems',
  },
  'build-test': {
    perMinute: 90,
    start: () => VERSION,
    line: passed,
    end: () => ['# fail 0', '# all tests passed'],
  },
  'build-test-failed': {
    perMinute: 90,
    start: () => VERSION,
    line: passed,
    end: () => [
      '\u001b[31mnot ok\u001b[0m 25 - src/pricing/discount.test.ts: rounds half a cent to the even one',
      '  ---',
      "  failureType: 'testCodeFailure'",
      "  error: 'Expected values to be strictly equal: 12.35 !== 12.34'",
      '  stack: |-',
      '    TestContext.<anonymous> (src/pricing/discount.test.ts:48:12)',
      '  ...',
      '# fail 1',
      'npm error code ELIFECYCLE',
      'npm error Test failed. See above for more details.',
    ],
  },
  'build-test-stuck': {
    perMinute: 3,
    start: () => VERSION,
    line: ({ number }) => `# waiting for http://localhost:4873 (attempt ${number + 1})`,
  },
  'build-image': {
    perMinute: 40,
    start: () => ['#1 [internal] load build definition from Dockerfile', '#1 DONE 0.1s'],
    line: ({ number, random }) =>
      `#${8 + (number % 6)} ${(number * 1.5).toFixed(1)} compiled ${FILES[number % FILES.length]} in ${20 + random.below(600)} ms`,
    end: () => ['#14 exporting to image', '#14 pushing layers done', '#14 DONE 3.2s'],
  },
  'build-scan': {
    perMinute: 30,
    start: () => 'INFO  Vulnerability scanning is enabled',
    line: ({ number }) => `INFO  Scanning layer ${number + 1}`,
    end: () => 'Total: 2 (LOW: 2, MEDIUM: 0, HIGH: 0, CRITICAL: 0)',
  },
  'build-deploy': {
    perMinute: 20,
    start: () => 'Cloning the configuration repository',
    line: () => 'Rendering environments/dev',
    end: () => ['1 file changed, 1 insertion(+), 1 deletion(-)', 'Pushed to main'],
  },
};
