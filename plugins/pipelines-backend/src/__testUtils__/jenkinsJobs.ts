import { jenkinsPlans } from '@kubemate/sandbox';
import type { JobPlan } from '@kubemate/sandbox';

const sh = (text: string, seconds: number, more: object = {}) => ({
  ...{ name: 'Shell Script', text, seconds },
  ...more,
});

/** A folder with a branch and a release that asks, and a job of somebody else. */
export const JOBS: readonly JobPlan[] = [
  { fullName: 'shop', kind: 'folder' },
  { fullName: 'shop/web', kind: 'multibranch' },
  {
    fullName: 'shop/web/feature%2Fcart',
    kind: 'pipeline',
    script: ({ commit }) => [
      { name: 'Build', steps: [sh('make', 10, { log: ['compiled'] })] },
      {
        name: 'Tests',
        parallel: [
          {
            name: 'Unit',
            steps: [
              sh('make unit', 5, {
                exitCode: commit === 'bad' ? 2 : 0,
                log: ['\u001b[31m1 failed\u001b[0m'],
              }),
            ],
          },
          { name: 'Lint', steps: [sh('make lint', 3, { log: ['clean'] })] },
        ],
      },
      { name: 'Publish', steps: [sh('make publish', 2, { log: ['published'] })] },
    ],
  },
  {
    fullName: 'shop/release',
    kind: 'pipeline',
    description: 'Brings a version to an environment',
    parameters: [
      { kind: 'String', name: 'VERSION', default: '1.0' },
      { kind: 'Choice', name: 'STAGE', choices: ['staging', 'prod'] },
      { kind: 'Boolean', name: 'TRIAL', default: false },
      { kind: 'Password', name: 'KEY' },
    ],
    script: () => [
      {
        name: 'Approval',
        steps: [
          jenkinsPlans.input({
            ...{ id: 'Release', message: 'Release it?', ok: 'Release' },
            parameters: [{ kind: 'String', name: 'REASON', default: '' }],
          }),
        ],
      },
      { name: 'Deploy', steps: [sh('make deploy', 1, { log: ['deployed'] })] },
    ],
  },
  {
    fullName: 'shop/guarded',
    kind: 'pipeline',
    script: () => [
      {
        name: 'Approval',
        steps: [
          jenkinsPlans.input({ id: 'Go', message: 'Go?', submitter: 'release-managers,kubemate' }),
        ],
      },
    ],
  },
  { fullName: 'plain', kind: 'freestyle', script: () => [{ name: 'x', steps: [sh('x', 5)] }] },
];
