import type { OperationsApi } from '@kubemate/operations-common';
import type { RunEvent } from '@kubemate/plugin-pipelines-common';
import { failure, makePlan } from '@kubemate/ui/testUtils';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderScreen, streamOf } from './__testUtils__/renderScreen';
import { node, run, runDetail, START } from './__testUtils__/runs';

const RUN = '/pipelines/runs/tekton/dev/shop/build-1';

/** A stream that breaks for good. */
const broken = (error: Error) =>
  async function* stream(): AsyncGenerator<never> {
    throw error;
  };

const page = (items: ReturnType<typeof run>[], more: object = {}) =>
  streamOf<RunEvent>({
    type: 'page',
    page: { items, total: items.length, failures: [], asOf: Date.now(), ...more },
  });

describe('the list of runs', () => {
  it('says of each run what it is, how far it is and what started it', async () => {
    renderScreen('/pipelines');
    expect(await screen.findByRole('link', { name: 'build-1' })).toHaveAttribute('href', RUN);
    expect(screen.getByText('Running')).toBeVisible();
    expect(screen.getByText('2/4')).toBeVisible();
    expect(screen.getByText('main · 4f2a9c1d7b')).toBeVisible();
    expect(screen.getByText('Push, dana')).toBeVisible();
  });

  it('asks for what the address says', async () => {
    const watchRuns = jest.fn(() => page([]));
    renderScreen('/pipelines?phases=failed&branch=main', { api: { watchRuns } });
    expect(await screen.findByText('No runs match')).toBeVisible();
    expect(watchRuns).toHaveBeenCalledWith(
      { phases: ['failed'], branch: 'main', sort: '-created', limit: 500 },
      expect.anything(),
    );
    await userEvent.click(screen.getByRole('button', { name: 'Show all runs' }));
    expect(watchRuns).toHaveBeenLastCalledWith({ sort: '-created', limit: 500 }, expect.anything());
  });

  it('marks a run that its cluster no longer has', async () => {
    const gone = run({ phase: 'unknown', isArchived: true });
    renderScreen('/pipelines', { api: { watchRuns: () => page([gone]) } });
    const link = await screen.findByRole('link', { name: /^build-1/ });
    const mark = 'Archived: the cluster no longer has this run';
    expect(within(link).getByRole('img', { name: mark })).toBeVisible();
    expect(screen.getByText('Outcome unknown')).toBeVisible();
  });

  it('is not found below an address that has no page', async () => {
    renderScreen('/pipelines/nowhere/at/all');
    expect(await screen.findByText(/page not found|404/i)).toBeVisible();
  });

  it('leads to the definitions where nothing has run', async () => {
    renderScreen('/pipelines', { api: { watchRuns: () => page([]) } });
    expect(await screen.findByText('No pipeline has run yet')).toBeVisible();
    expect(screen.getByRole('link', { name: 'Choose a pipeline to start' })).toHaveAttribute(
      'href',
      '/pipelines/definitions',
    );
  });

  it('names the cluster that could not answer', async () => {
    const failures = [{ place: 'prod', reason: 'connect timeout', state: 'unreachable' }];
    renderScreen('/pipelines', { api: { watchRuns: () => page([run()], { failures }) } });
    expect(await screen.findByText('prod (unreachable): connect timeout')).toBeVisible();
  });

  it('loads older runs where somebody comes to the end of the live ones', async () => {
    const old = run({ ref: { ...run().ref, name: 'build-0' }, uid: 'uid-0' });
    const listRuns = jest.fn(async () => ({ items: [old], total: 2, failures: [], asOf: START }));
    const watchRuns = () => page([run()], { total: 2, nextCursor: 'after build-1' });
    renderScreen('/pipelines?branch=main', { api: { watchRuns, listRuns } });
    expect(await screen.findByRole('link', { name: 'build-0' })).toBeVisible();
    expect(listRuns).toHaveBeenCalledTimes(1);
    expect(listRuns).toHaveBeenCalledWith(
      { branch: 'main', sort: '-created', limit: 500, cursor: 'after build-1' },
      expect.anything(),
    );
  });

  it.each([
    ['phases=failed', { phases: ['failed'] }],
    ['component=cart', { component: 'cart' }],
    ['branch=main', { branch: 'main' }],
    ['author=dana', { author: 'dana' }],
    ['longer=15m', { minDuration: 900_000 }],
  ])('narrows down by %s', async (query, asked) => {
    const watchRuns = jest.fn(() => page([]));
    renderScreen(`/pipelines?${query}`, { api: { watchRuns } });
    expect(await screen.findByText('No runs match')).toBeVisible();
    expect(watchRuns).toHaveBeenCalledWith(expect.objectContaining(asked), expect.anything());
  });

  it('says which right is missing', async () => {
    const error = await failure(403, 'NotAllowedError', 'You lack pipelines.run.read');
    renderScreen('/pipelines', { api: { watchRuns: broken(error) } });
    expect(await screen.findByText('You lack pipelines.run.read')).toBeVisible();
  });
});

describe('the page of a run', () => {
  const failed = runDetail({
    phase: 'failed',
    finishedAt: START + 60_000,
    failure: { cause: 'oom', task: 'test', step: 'unit', exitCode: 137, evidence: ['OOMKilled'] },
    graph: {
      nodes: [
        node('clone'),
        node('test', {
          phase: 'failed',
          taskRun: 'build-1-test',
          steps: [{ name: 'unit', phase: 'failed', exitCode: 137 }],
        }),
      ],
      edges: [{ from: 'clone', to: 'test' }],
    },
  });
  const showFailed = (operations: Partial<OperationsApi> = {}) =>
    renderScreen(RUN, {
      operations,
      api: {
        watchRun: () => streamOf({ type: 'run', run: failed } as const, { type: 'end' } as const),
        streamRunLogs: () =>
          streamOf(
            { type: 'lines', lines: [{ step: 'unit', text: 'allocating' }] } as const,
            { type: 'end', from: 'archive', isCut: false } as const,
          ),
      },
    });

  it('says why it failed, where, and what to do', async () => {
    showFailed();
    const why = await screen.findByRole('region', { name: 'A step ran out of memory' });
    expect(within(why).getByText('Task test · step unit · exit code 137')).toBeVisible();
    expect(within(why).getByText('OOMKilled')).toBeVisible();
    expect(within(why).getByText(/Raise the memory limit/)).toBeVisible();
    expect(screen.getByRole('heading', { name: 'Task test' })).toBeVisible();
    expect(await screen.findByText('From the archive: the pod is gone.')).toBeVisible();
  });

  it('keeps graph or timeline in the address, with the task that was chosen', async () => {
    renderScreen(RUN);
    await userEvent.click(await screen.findByRole('button', { name: /^clone, Succeeded/ }));
    expect(screen.getByRole('heading', { name: 'Task clone' })).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Timeline' }));
    expect(screen.getByRole('button', { name: /^clone, Succeeded/ })).toHaveAttribute(
      'aria-pressed',
      'true',
    );
    expect(screen.getByRole('heading', { name: 'Task clone' })).toBeVisible();
  });

  it.each([
    ['custom', 'pending', 'This task has not started'],
    ['custom', 'running', 'Another controller runs this task'],
    ['pipeline', 'running', 'This task is a pipeline'],
  ] as const)('says of a %s task without a TaskRun that is %s: %s', async (kind, phase, text) => {
    const wait = node('wait', { kind, phase, taskRun: undefined, steps: [] });
    const detail = runDetail({ graph: { nodes: [wait], edges: [] } });
    renderScreen(`${RUN}?task=wait`, {
      api: { watchRun: () => streamOf({ type: 'run', run: detail }) },
    });
    expect(await screen.findByText(text)).toBeVisible();
  });

  it('says why an action cannot be done', async () => {
    showFailed({
      access: async items =>
        items.map((_, at) =>
          at === 0 ? { allowed: false, reason: 'You lack pipelines.run.start' } : { allowed: true },
        ),
    });
    const cancel = await screen.findByRole('button', { name: 'Cancel run' });
    expect(cancel).toHaveAccessibleDescription('The run has ended.');
    const again = screen.getByRole('button', { name: 'Run again' });
    expect(await screen.findByText('You lack pipelines.run.start')).toBeInTheDocument();
    expect(again).toHaveAccessibleDescription('You lack pipelines.run.start');
  });

  it('says of a run that is archived what that means, and what cannot be done to it', async () => {
    const gone = { ...failed, phase: 'unknown', isArchived: true } as const;
    renderScreen(RUN, {
      operations: { access: async items => items.map(() => ({ allowed: true })) },
      api: {
        watchRun: () => streamOf({ type: 'run', run: gone } as const, { type: 'end' } as const),
      },
    });
    const said = 'The cluster no longer has this run. This is what the portal kept of it.';
    expect(await screen.findByText(said)).toBeVisible();
    const cancel = screen.getByRole('button', { name: 'Cancel run' });
    expect(cancel).toHaveAccessibleDescription('The run has ended.');
    const remove = screen.getByRole('button', { name: 'Delete run' });
    expect(remove).toHaveAccessibleDescription('The cluster no longer has this run.');
    expect(screen.getByRole('button', { name: 'Run again' })).toBeEnabled();
  });

  it('says once of a run that was deleted while it ran what is known of it, and counts no further', async () => {
    const message =
      'It was deleted while it ran: what its tasks did until then is all that is known';
    const gone = {
      ...{ ...failed, failure: undefined, finishedAt: undefined, isArchived: true, message },
      ...({ phase: 'unknown', reason: 'DeletedWhileRunning' } as const),
    };
    renderScreen(RUN, {
      api: {
        watchRun: () => streamOf({ type: 'run', run: gone } as const, { type: 'end' } as const),
      },
    });
    expect(await screen.findByText(message)).toBeVisible();
    expect(screen.queryByText(/This is what the portal kept/)).not.toBeInTheDocument();
    expect(screen.getByText('Duration —')).toBeVisible();
  });

  it('tells a run that is not there from one that cannot be loaded', async () => {
    const gone = await failure(404, 'NotFoundError', 'No such run');
    renderScreen(RUN, { api: { watchRun: broken(gone) } });
    expect(await screen.findByText('There is no run build-1')).toBeVisible();
  });
});

describe('the page of a run of Jenkins', () => {
  const JENKINS = '/pipelines/runs/jenkins/ci/shop%2Fweb/release-q7';
  const ref = { engine: 'jenkins', place: 'ci', folder: 'shop/web', name: 'release-4' } as const;
  const waiting = runDetail({
    ...{ ref, phase: 'waiting', page: { title: 'Shop CI', url: 'https://ci.example.com/4/' } },
    inputs: [
      {
        ...{ id: 'Release', message: 'Release 2.0?', proceedText: 'Release' },
        submitters: ['release-managers'],
        params: [{ name: 'REASON', type: 'string' }],
      },
    ],
  });
  const show = (detail: typeof waiting, operations: Partial<OperationsApi> = {}) =>
    renderScreen(JENKINS, {
      operations,
      api: { watchRun: () => streamOf({ type: 'run', run: detail } as const) },
    });

  it('goes on under its number once it has left the queue', async () => {
    const watchRun = jest.fn(() => streamOf({ type: 'run', run: waiting } as const));
    renderScreen(JENKINS, { api: { watchRun } });
    expect(await screen.findByRole('heading', { level: 1, name: 'release-4' })).toBeVisible();
    expect(watchRun).toHaveBeenNthCalledWith(1, { ...ref, name: 'release-q7' }, expect.anything());
    expect(watchRun).toHaveBeenLastCalledWith(ref, expect.anything());
    expect(screen.getByRole('link', { name: 'Open in Shop CI' })).toHaveAttribute(
      'href',
      'https://ci.example.com/4/',
    );
    expect(screen.queryByRole('link', { name: 'YAML' })).not.toBeInTheDocument();
  });

  it('asks what the run waits for, with the plan of the answer', async () => {
    const planned = jest.fn(async () => makePlan({ summary: 'Let release-4 go on' }));
    show(waiting, { access: async items => items.map(() => ({ allowed: true })), plan: planned });
    const question = await screen.findByRole('region', { name: 'The run waits for an answer' });
    expect(within(question).getByText('Release 2.0?')).toBeVisible();
    expect(within(question).getByText(/kept for release-managers/)).toBeVisible();
    await userEvent.click(within(question).getByRole('button', { name: 'Release' }));
    const dialog = await screen.findByRole('dialog', { name: 'Release: release-4' });
    await userEvent.type(within(dialog).getByLabelText(/^REASON/), 'tested');
    expect(await within(dialog).findByText('Let release-4 go on')).toBeVisible();
    expect(planned).toHaveBeenLastCalledWith(
      expect.anything(),
      {
        ...{ run: ref, input: 'Release', decision: 'proceed' },
        params: { REASON: 'tested' },
      },
      expect.anything(),
    );
  });

  it('says for whom an answer is kept where one may not give it', async () => {
    const reason = 'The pipeline keeps this answer for release-managers.';
    show(waiting, { access: async items => items.map(() => ({ allowed: false, reason })) });
    const question = await screen.findByRole('region', { name: 'The run waits for an answer' });
    expect(await within(question).findAllByText(reason)).toHaveLength(2);
    expect(within(question).getByRole('button', { name: 'Abort' })).toHaveAccessibleDescription(
      reason,
    );
  });

  it('says that its stages are not known', async () => {
    show(runDetail({ ref, missing: ['stages'] }));
    expect(await screen.findByText('Its stages are not known')).toBeVisible();
  });
});

describe('definitions', () => {
  it('are listed with their tasks', async () => {
    renderScreen('/pipelines/definitions');
    expect(await screen.findByRole('link', { name: 'build' })).toHaveAttribute(
      'href',
      '/pipelines/definitions/dev/shop/build',
    );
    expect(screen.getByText('clone, test')).toBeVisible();
  });

  it('are started by a form of what they ask for, with the plan shown', async () => {
    const planned = jest.fn(async () => makePlan({ summary: 'Start build with revision main' }));
    renderScreen('/pipelines/definitions/dev/shop/build', {
      operations: { access: async () => [{ allowed: true }], plan: planned },
    });
    await userEvent.click(await screen.findByRole('button', { name: 'Start run' }));
    const dialog = await screen.findByRole('dialog', { name: 'Start build' });
    const submit = within(dialog).getByRole('button', { name: 'Start run' });
    expect(submit).toHaveAccessibleDescription('Still to be set: revision');
    await userEvent.type(within(dialog).getByLabelText(/^revision/), 'main');
    expect(await within(dialog).findByText('Start build with revision main')).toBeVisible();
    expect(planned).toHaveBeenLastCalledWith(
      expect.anything(),
      {
        ...{ engine: 'tekton', place: 'dev', folder: 'shop', pipeline: 'build' },
        params: { revision: 'main' },
        workspaces: { source: { kind: 'emptyDir' } },
      },
      expect.anything(),
    );
  });

  it('say what went wrong', async () => {
    const error = await failure(503, 'ServiceUnavailableError', 'The database is away');
    renderScreen('/pipelines/definitions', {
      api: { listDefinitions: () => Promise.reject(error) },
    });
    expect(await screen.findByText('The database is away')).toBeVisible();
  });
});
