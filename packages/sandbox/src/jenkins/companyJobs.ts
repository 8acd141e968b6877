import { hash32 } from '../simulation/Random';
import { input } from './plans';
import type { JobPlan, ScriptContext, StageGroup, StagePlan, StepPlan } from './plans';

const GIT = 'https://git.shop.example';

const sh = (text: string, seconds: number, more: Partial<StepPlan> = {}): StepPlan => ({
  ...{ name: 'Shell Script', text, seconds },
  ...more,
});

const checkout = (repository: string, commit = 'HEAD'): StagePlan => ({
  name: 'Checkout',
  steps: [
    {
      ...{ name: 'Check out from version control', seconds: 6 },
      log: [
        `Cloning repository ${GIT}/${repository}.git`,
        ' > git init /home/jenkins/agent/workspace',
        ` > git fetch --tags --force --progress -- ${GIT}/${repository}.git`,
        `Checking out Revision ${commit}`,
        ` > git checkout -f ${commit}`,
      ],
    },
  ],
});

/** Whether a build of this commit finds something; the same commit always finds the same. */
const finds = ({ commit = '' }: ScriptContext, what: string, share: number) =>
  hash32(`${commit}/${what}`) % 100 < share;

function unitTests(context: ScriptContext, suite: string): StagePlan {
  const fails = finds(context, 'unit', 14);
  return {
    name: 'Unit',
    steps: [
      sh('npm run test:unit', 48, {
        exitCode: fails ? 1 : 0,
        log: [
          '\u001b[1mRunning 214 tests in 37 files\u001b[0m',
          `\u001b[32m✓\u001b[0m ${suite}/rounding.test.ts (18 tests) 0.9 s`,
          `\u001b[32m✓\u001b[0m ${suite}/voucher.test.ts (31 tests) 1.4 s`,
          ...(fails
            ? [
                `\u001b[31m✗\u001b[0m ${suite}/totals.test.ts › keeps the total when a voucher expires`,
                '    Expected: 41.50',
                '    Received: 46.50',
                '1 failed, 213 passed',
              ]
            : [`\u001b[32m✓\u001b[0m ${suite}/totals.test.ts (22 tests) 1.1 s`, '214 passed']),
        ],
      }),
    ],
  };
}

function storefront(context: ScriptContext): readonly StageGroup[] {
  const { commit, number } = context;
  const exhausts = finds(context, 'memory', 5);
  return [
    checkout('shop/storefront', commit),
    {
      name: 'Build',
      steps: [
        sh('npm ci', 34, { log: ['added 1284 packages in 31s', 'found 0 vulnerabilities'] }),
        sh('npm run build', 52, {
          exitCode: exhausts ? 134 : 0,
          log: exhausts
            ? [
                'vite building for production',
                'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
              ]
            : ['vite building for production', '✓ 1432 modules transformed', 'built in 47.12s'],
        }),
      ],
    },
    {
      name: 'Tests',
      parallel: [
        unitTests(context, 'src/cart'),
        { name: 'Lint', steps: [sh('npm run lint', 21, { log: ['0 problems'] })] },
        {
          name: 'Browser',
          steps: [
            sh('npx playwright test --shard=1/2', 66, {
              log: ['Running 48 tests using 4 workers', '48 passed (1.0m)'],
            }),
          ],
        },
      ],
    },
    {
      name: 'Image',
      steps: [
        sh(`buildah bud -t registry.shop.example/storefront:3.8.0-${number}`, 38, {
          log: ['STEP 1/6: FROM docker.io/library/nginx:1.29', 'COMMIT', 'Successfully tagged'],
        }),
      ],
    },
  ];
}

const RELEASE_INPUT = 'Release';

function release({ values, commit }: ScriptContext): readonly StageGroup[] {
  const version = String(values.VERSION ?? '3.8.0');
  const stage = String(values.ENVIRONMENT ?? 'staging');
  const isTrial = values.DRY_RUN === true;
  return [
    checkout('shop/deploy', commit),
    {
      name: 'Verify image',
      steps: [
        sh(`cosign verify registry.shop.example/storefront:${version}`, 9, {
          log: [
            'Verification for registry.shop.example/storefront --',
            'The signatures were verified',
          ],
        }),
      ],
    },
    {
      name: 'Approval',
      skipped: isTrial,
      steps: [
        input({
          id: RELEASE_INPUT,
          message: `Release storefront ${version} to ${stage}?`,
          ok: 'Release',
          parameters: [
            {
              kind: 'String',
              name: 'REASON',
              description: 'Stands in the release notes',
              default: '',
            },
          ],
        }),
      ],
    },
    {
      name: 'Deploy',
      skipped: isTrial,
      steps: [
        sh(`helm upgrade storefront charts/storefront --set image.tag=${version}`, 24, {
          log: ['Release "storefront" has been upgraded. Happy Helming!', 'STATUS: deployed'],
        }),
      ],
    },
    {
      name: 'Smoke test',
      steps: [
        sh(`./smoke.sh https://${stage}.shop.example`, 15, {
          log: ['GET / 200 (112 ms)', 'GET /cart 200 (87 ms)', 'GET /search?q=shoes 200 (140 ms)'],
        }),
      ],
    },
  ];
}

function checkoutService(context: ScriptContext): readonly StageGroup[] {
  const isSlow = finds(context, 'slow', 7);
  return [
    checkout('payments/checkout', context.commit),
    {
      name: 'Compile',
      steps: [
        sh('./gradlew assemble', 57, { log: ['> Task :compileJava', 'BUILD SUCCESSFUL in 52s'] }),
      ],
    },
    {
      name: 'Tests',
      parallel: [
        unitTests(context, 'checkout'),
        {
          name: 'Contract',
          steps: [
            sh('./gradlew contractTest', 44, {
              log: ['> Task :contractTest', 'BUILD SUCCESSFUL in 41s'],
              ...(isSlow && { error: 'Timeout has been exceeded' }),
            }),
          ],
        },
      ],
    },
    {
      name: 'Publish',
      steps: [sh('./gradlew publish', 19, { log: ['> Task :publish', 'BUILD SUCCESSFUL in 17s'] })],
    },
  ];
}

const reconcile = (context: ScriptContext): readonly StageGroup[] => [
  {
    name: 'Export ledger',
    steps: [sh('python export.py --day yesterday', 70, { log: ['exported 48211 entries'] })],
  },
  {
    name: 'Compare',
    steps: [
      sh('python reconcile.py', 95, {
        exitCode: hash32(`${context.number}`) % 9 === 0 ? 2 : 0,
        log: [
          '48211 entries compared',
          `${hash32(`${context.number}`) % 9 === 0 ? 3 : 0} differences`,
        ],
      }),
    ],
  },
];

const baseImages = (): readonly StageGroup[] => [
  {
    name: 'build',
    steps: [
      sh('make images', 140, {
        log: ['building node:24-shop', 'building jre:25-shop', 'pushed 2 images'],
      }),
    ],
  },
];

const branch = (name: string): JobPlan => ({
  fullName: `shop/storefront/${encodeURIComponent(name)}`,
  kind: 'pipeline',
  repository: `${GIT}/shop/storefront.git`,
  script: storefront,
});

export const BRANCHES = ['main', 'feature/express-pay', 'PR-512'] as const;

/** The jobs of the sandbox's company. */
export const COMPANY_JOBS: readonly JobPlan[] = [
  { fullName: 'shop', kind: 'folder', description: 'Storefront and its releases' },
  {
    fullName: 'shop/storefront',
    kind: 'multibranch',
    description: 'Every branch of the storefront',
  },
  ...BRANCHES.map(branch),
  {
    fullName: 'shop/release-storefront',
    kind: 'pipeline',
    description: 'Brings a version of the storefront to an environment',
    repository: `${GIT}/shop/deploy.git`,
    parameters: [
      { kind: 'String', name: 'VERSION', description: 'A tag of the image', default: '3.8.0' },
      {
        kind: 'Choice',
        name: 'ENVIRONMENT',
        choices: ['staging', 'prod'],
        description: 'Where to',
      },
      {
        kind: 'Boolean',
        name: 'DRY_RUN',
        default: false,
        description: 'Verifies, and changes nothing',
      },
      { kind: 'Text', name: 'NOTES', default: '', description: 'Release notes' },
      { kind: 'Password', name: 'SIGNING_KEY', description: 'Another key than the team’s' },
    ],
    script: release,
  },
  { fullName: 'payments', kind: 'folder' },
  {
    fullName: 'payments/checkout',
    kind: 'pipeline',
    description: 'Builds and tests the checkout service',
    repository: `${GIT}/payments/checkout.git`,
    script: checkoutService,
  },
  {
    fullName: 'payments/nightly-reconcile',
    kind: 'pipeline',
    description: 'Compares the ledger with the bank’s statement',
    script: reconcile,
  },
  { fullName: 'platform', kind: 'folder' },
  {
    fullName: 'platform/base-images',
    kind: 'freestyle',
    description: 'Base images of all services',
    script: baseImages,
  },
  {
    fullName: 'platform/old-deploy',
    kind: 'freestyle',
    description: 'Replaced by the release jobs',
    isDisabled: true,
  },
];

/** How the release's question is called. */
export { RELEASE_INPUT };
