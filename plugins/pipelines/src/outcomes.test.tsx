import type { TaskOutcome, TaskOutcomes } from '@kubemate/plugin-pipelines-common';
import { failure } from '@kubemate/ui/testUtils';
import { screen, within } from '@testing-library/react';
import { renderScreen, streamOf } from './__testUtils__/renderScreen';
import { node, runDetail } from './__testUtils__/runs';

const RUN = '/pipelines/runs/tekton/dev/shop/build-1';
const DEFINITION = '/pipelines/definitions/dev/shop/build';
const COMMIT = '4f2a9c1d7b';

/** Results of the task `test`, newest first; all of one commit but the last. */
function outcomesOf(...outcomes: readonly TaskOutcome[]): TaskOutcomes {
  const commits = outcomes.map((_, at) => (at === outcomes.length - 1 ? 'c0' : COMMIT));
  const isFlaky = new Set(outcomes.slice(0, -1)).size > 1;
  return {
    trunk: 'main',
    runs: outcomes.map((_, at) => ({
      ref: { engine: 'tekton', place: 'dev', folder: 'shop', name: `build-${at + 1}` },
      ...{ phase: 'failed', createdAt: 9 - at, commit: commits[at], branch: 'main' },
    })),
    tasks: [
      {
        ...{ id: 'test', title: 'test', outcomes: [...outcomes], passed: 1, failed: 1 },
        durations: outcomes.map(() => 1000),
        flakyCommits: isFlaky ? [COMMIT] : [],
      },
    ],
  };
}

const failed = runDetail({
  phase: 'failed',
  graph: { nodes: [node('test', { phase: 'failed' })], edges: [] },
  failure: { cause: 'step-failed', task: 'test', evidence: [] },
});

function showFailed(getOutcomes: () => Promise<TaskOutcomes>) {
  renderScreen(RUN, {
    api: { watchRun: () => streamOf({ type: 'run', run: failed } as const), getOutcomes },
  });
}

describe('a failed run', () => {
  it('says that its task is flaky where it has passed at the same commit, and to run it again', async () => {
    const getOutcomes = jest.fn(async () => outcomesOf('failed', 'passed', 'passed'));
    showFailed(getOutcomes);
    const why = await screen.findByRole('region', { name: 'A step failed' });
    expect(await within(why).findByText(/This task is flaky: it has also passed/)).toBeVisible();
    expect(within(why).getByText(/At this commit: 1 passed, 1 failed/)).toBeVisible();
    expect(within(why).getByText(/Run it again\./)).toBeVisible();
    const strip = 'test, last 3 runs: 2 passed, 1 failed';
    expect(within(why).getByRole('img', { name: strip })).toBeVisible();
    expect(getOutcomes).toHaveBeenCalledWith(
      { place: 'dev', folder: 'shop', name: 'build' },
      { commit: COMMIT },
      expect.anything(),
    );
  });

  it('says that a failure is new where the task has passed before', async () => {
    showFailed(async () => outcomesOf('failed', 'passed'));
    expect(await screen.findByText(/This failure is new/)).toBeVisible();
  });

  it('says where its history could not be read, and why it failed none the less', async () => {
    showFailed(async () => {
      throw await failure(503, 'ServiceUnavailableError', 'no database');
    });
    expect(await screen.findByText(/could not be read: no database/)).toBeVisible();
    expect(screen.getByRole('region', { name: 'A step failed' })).toBeVisible();
  });
});

describe('a pipeline', () => {
  it('shows of each task how it did, and which are flaky', async () => {
    renderScreen(DEFINITION, {
      api: { getOutcomes: async () => outcomesOf('failed', 'passed', 'passed') },
    });
    const section = await screen.findByRole('region', { name: 'Tasks in the last runs' });
    expect(await within(section).findByText('2 passed · 1 failed')).toBeVisible();
    expect(within(section).getByText('Flaky at 1 commit')).toBeVisible();
  });

  it('says so where none has ended', async () => {
    renderScreen(DEFINITION);
    expect(await screen.findByText('No run has ended yet')).toBeVisible();
  });
});
