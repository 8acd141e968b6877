import type { RunDetail } from '@kubemate/plugin-pipelines-common';
import { failure } from '@kubemate/ui/testUtils';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderScreen, streamOf } from '../__testUtils__/renderScreen';
import { node, run, runDetail, START } from '../__testUtils__/runs';

const ref = (name: string) => ({ engine: 'tekton', place: 'dev', folder: 'shop', name }) as const;
const at = (name: string) => `tekton%2Fdev%2Fshop%2F${name}`;

const good = runDetail({
  ...{ ref: ref('build-1'), uid: 'uid-1', phase: 'succeeded', finishedAt: START + 60_000 },
  source: { repository: 'https://github.com/shop/cart', branch: 'main', commit: 'aaaaaaaaaaaa' },
  params: [
    { name: 'revision', value: 'main' },
    { name: 'level', value: 'fast' },
  ],
  graph: {
    nodes: [node('test', { taskRun: 'b1-test', startedAt: START, finishedAt: START + 10_000 })],
    edges: [],
  },
});
const bad = runDetail({
  ...{ ref: ref('build-2'), uid: 'uid-2', phase: 'failed', createdAt: START + 1000 },
  source: { repository: 'https://github.com/shop/cart', branch: 'main', commit: 'bbbbbbbbbbbb' },
  params: [
    { name: 'revision', value: 'main' },
    { name: 'level', value: 'full' },
  ],
  failure: { cause: 'step-failed', task: 'test', step: 'unit', evidence: [] },
  graph: {
    nodes: [
      node('test', {
        ...{ phase: 'failed', taskRun: 'b2-test', startedAt: START, finishedAt: START + 40_000 },
      }),
    ],
    edges: [],
  },
});
const byName: Record<string, RunDetail> = { 'build-1': good, 'build-2': bad };
const logs: Record<string, string[]> = { 'build-1': ['start', 'ok'], 'build-2': ['start', 'FAIL'] };

const api = {
  getRun: async ({ name }: { name: string }) => byName[name] ?? Promise.reject(new Error(name)),
  streamRunLogs: ({ name }: { name: string }) =>
    streamOf(
      { type: 'lines', lines: (logs[name] ?? []).map(text => ({ step: 'unit', text })) } as const,
      { type: 'end', from: 'pod', isCut: false } as const,
    ),
};

it('shows in what two runs differ, the failing step first', async () => {
  renderScreen(`/pipelines/compare?a=${at('build-2')}&b=${at('build-1')}`, { api });
  const earlier = await screen.findByRole('region', { name: 'Earlier' });
  expect(within(earlier).getByRole('link', { name: 'build-1' })).toBeVisible();
  expect(screen.getByText(/Parameters: 1 ·/)).toBeVisible();
  const log = screen.getByRole('region', { name: 'Log of test / unit' });
  expect(await within(log).findByText('The logs part at line 2.')).toBeVisible();
  expect(within(log).getByText('FAIL')).toBeVisible();
  expect(screen.getByText('30s longer (300%)')).toBeVisible();
  expect(screen.getByRole('link', { name: 'aaaaaaa … bbbbbbb' })).toHaveAttribute(
    'href',
    'https://github.com/shop/cart/compare/aaaaaaaaaaaa...bbbbbbbbbbbb',
  );
});

it('says whose log is not to be had', async () => {
  const streamRunLogs = ({ name }: { name: string }) =>
    name === 'build-2'
      ? streamOf(
          { type: 'problem', reason: 'the log went with the pod' } as const,
          { type: 'end', from: 'pod', isCut: false } as const,
        )
      : api.streamRunLogs({ name });
  renderScreen(`/pipelines/compare?a=${at('build-1')}&b=${at('build-2')}`, {
    api: { ...api, streamRunLogs },
  });
  expect(await screen.findByText('build-2: the log went with the pod')).toBeVisible();
  expect(screen.queryByText(/The logs part/)).not.toBeInTheDocument();
});

it('hides what is the same until somebody asks for it', async () => {
  renderScreen(`/pipelines/compare?a=${at('build-1')}&b=${at('build-2')}`, { api });
  const params = await screen.findByRole('region', { name: 'Parameters' });
  expect(within(params).getByText('level')).toBeVisible();
  expect(within(params).queryByText('revision')).not.toBeInTheDocument();
  await userEvent.click(within(params).getByRole('button', { name: 'Show what is the same (1)' }));
  expect(within(params).getByText('revision')).toBeVisible();
});

it('takes the run before that succeeded where only one is named', async () => {
  const listRuns = jest.fn(async ({ phases }: { phases?: readonly string[] } = {}) => ({
    items: phases?.includes('succeeded') ? [good] : [bad, good],
    ...{ total: 1, failures: [], asOf: START },
  }));
  renderScreen(`/pipelines/compare?b=${at('build-2')}`, { api: { ...api, listRuns } });
  expect(await screen.findByRole('region', { name: 'Earlier' })).toBeVisible();
  expect(listRuns).toHaveBeenCalledWith(
    expect.objectContaining({ pipeline: 'build', until: bad.createdAt, phases: ['succeeded'] }),
    expect.anything(),
  );
});

it('says that there is nothing to compare with', async () => {
  const listRuns = async () => ({ items: [], total: 0, failures: [], asOf: START });
  renderScreen(`/pipelines/compare?b=${at('build-2')}`, { api: { ...api, listRuns } });
  expect(await screen.findByText('There is nothing to compare it with')).toBeVisible();
});

it.each(['', '?b=nonsense'])('says how it is done where the address names no run: %s', query => {
  renderScreen(`/pipelines/compare${query}`);
  expect(screen.getByText('Two runs are compared here')).toBeVisible();
});

it('says which right is missing', async () => {
  const error = await failure(403, 'NotAllowedError', 'You may not get pipelineruns');
  renderScreen(`/pipelines/compare?a=${at('build-1')}&b=${at('build-2')}`, {
    api: { getRun: () => Promise.reject(error) },
  });
  expect(await screen.findByText('You may not get pipelineruns')).toBeVisible();
});

it('is offered for two selected runs of the list', async () => {
  const items = [run(), run({ ref: ref('build-2'), uid: 'uid-2', createdAt: START + 1 })];
  const page = { items, total: 2, failures: [], asOf: START };
  renderScreen('/pipelines', {
    api: { watchRuns: () => streamOf({ type: 'page', page } as const) },
  });
  await screen.findByRole('link', { name: 'build-1' });
  const [, ...boxes] = screen.getAllByRole('checkbox');
  for (const box of boxes) await userEvent.click(box);
  expect(screen.getByRole('link', { name: 'Compare' })).toHaveAttribute(
    'href',
    `/pipelines/compare?a=${at('build-1')}&b=${at('build-2')}`,
  );
});
