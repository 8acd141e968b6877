import type { EventListener } from '@kubemate/plugin-pipelines-common';
import { failure, makePlan } from '@kubemate/ui/testUtils';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderScreen } from '../__testUtils__/renderScreen';
import { run } from '../__testUtils__/runs';

const FILTER = "body.ref == 'refs/heads/main'";
const listener: EventListener = {
  ...{ place: 'dev', folder: 'shop', name: 'git', createdAt: 0 },
  groups: [
    {
      ...{ name: 'requests', selector: 'on=request', folders: ['shop'] },
      interceptors: [{ name: 'cel', filter: "body.action == 'opened'", overlays: [] }],
      triggers: [{ ...{ name: 'check', folder: 'shop', interceptors: [], params: [] }, makes: [] }],
    },
    {
      ...{ name: 'far', selector: '', folders: ['*'], interceptors: [], triggers: [] },
      problem: 'you cannot list triggers',
    },
  ],
  triggers: [
    {
      ...{ name: 'main', folder: 'shop' },
      interceptors: [
        { name: 'github', eventTypes: ['push'], overlays: [] },
        { name: 'cel', filter: FILTER, overlays: [{ key: 'tag', expression: 'body.after' }] },
      ],
      params: [{ name: 'tag', value: '$(extensions.tag)' }],
      makes: [{ kind: 'PipelineRun', pipeline: 'build' }],
    },
    {
      ...{ name: 'broken', folder: 'shop', interceptors: [], params: [], makes: [] },
      problem: 'no such binding',
    },
  ],
  deliveries: [{ run: run(), trigger: 'main' }],
};
const show = (operations: object = {}) =>
  renderScreen('/pipelines/triggers', {
    operations,
    api: { listTriggers: async () => ({ items: [listener], isCut: false, failures: [] }) },
  });

it('says what each trigger lets through, starts and has started', async () => {
  show();
  const main = await screen.findByRole('listitem', { name: 'main' });
  expect(within(main).getByText('the event is push')).toBeVisible();
  expect(within(main).getByText(FILTER)).toBeVisible();
  expect(within(main).getByText('tag = body.after')).toBeVisible();
  expect(within(main).getByRole('link', { name: 'build' })).toHaveAttribute(
    'href',
    '/pipelines/definitions/dev/shop/build',
  );
  expect(screen.getByRole('link', { name: 'build-1' })).toBeVisible();
  const broken = screen.getByRole('listitem', { name: 'broken' });
  expect(within(broken).getByText(/no such binding/)).toBeVisible();
  expect(within(broken).getByRole('button', { name: 'Replay an event' })).toBeDisabled();
});

it('says of a group what it lets through and selects, and replays in it', async () => {
  const plan = jest.fn(async (..._: unknown[]) => makePlan({ summary: 'Replay it' }));
  show({ plan });
  const group = await screen.findByRole('group', { name: 'Group requests' });
  expect(within(group).getByText("body.action == 'opened'")).toBeVisible();
  expect(within(group).getByText('Triggers with on=request in shop')).toBeVisible();
  expect(within(group).getByText('Every event that the group lets through')).toBeVisible();
  const far = screen.getByRole('group', { name: 'Group far' });
  expect(within(far).getByText('All triggers in all namespaces')).toBeVisible();
  expect(within(far).getByText(/you cannot list triggers/)).toBeVisible();
  await userEvent.click(within(group).getByRole('button', { name: 'Replay an event' }));
  await screen.findByText('Replay it');
  expect(plan.mock.lastCall?.[1]).toMatchObject({ group: 'requests', trigger: 'check' });
});

const hook: NonNullable<EventListener['hook']> = {
  ...{ url: 'https://portal.example/api/pipelines/hooks/dev/shop/git', hasOwnSecret: false },
  deliveries: [
    {
      ...{ id: 'e1', delivery: 'd-1', event: 'push', ref: 'refs/heads/main', receivedAt: 5 },
      ...{ attempts: 2, state: 'failed' },
      outcomes: [
        {
          ...{ name: 'main', folder: 'shop', outcome: 'started', text: '' },
          runs: ['event-1'],
        },
        {
          ...{ name: 'check', folder: 'shop', group: 'requests', outcome: 'failed' },
          ...{ text: 'there is no body.number', runs: [] },
        },
      ],
    },
    {
      ...{ id: 'e0', delivery: 'd-0', event: 'push', ref: '', receivedAt: 4, attempts: 1 },
      ...{ state: 'cut-off', outcomes: [] },
    },
  ],
  refusal: { reason: 'differs', at: 9, count: 3 },
};
const showHook = (over: Partial<EventListener>) =>
  renderScreen('/pipelines/triggers', {
    api: {
      listTriggers: async () => ({
        ...{ items: [{ ...listener, ...over }], isCut: false, failures: [] },
      }),
    },
  });

it('says which address a git server is given, and what it has delivered', async () => {
  showHook({ hook });
  expect(await screen.findByText(hook.url)).toBeVisible();
  expect(screen.getByText(/the Secret which the interceptors name/)).toBeVisible();
  expect(screen.getByText('Deliveries that were refused: 3')).toBeVisible();
  expect(screen.getByText(/signed with another secret/)).toBeVisible();
  expect(screen.getByText('Cut off: send it again')).toBeVisible();
  const delivery = screen.getByRole('listitem', { name: 'd-1' });
  expect(delivery).toHaveTextContent(/Failed.*push main.*came 2 times/);
  expect(within(delivery).getByRole('link', { name: 'event-1' })).toBeVisible();
  expect(delivery).toHaveTextContent('requests / check: Failed · there is no body.number');
});

it.each<[string, Partial<EventListener>, RegExp]>([
  ['where its pod listens', { address: 'http://el-git.shop:8080' }, /Service el-git is published/],
  ['that none listens', {}, /kubemate.pipelines.hooks/],
  ['that there are two', { address: 'http://el-git.shop:8080', hook }, /one of the two/],
])('says %s', async (_, over, text) => {
  showHook(over);
  expect(await screen.findByText(text)).toBeVisible();
});

it('replays a payload with its plan, and none that is no JSON', async () => {
  const plan = jest.fn(async (..._: unknown[]) => makePlan({ summary: 'Replay it' }));
  show({ plan });
  const main = await screen.findByRole('listitem', { name: 'main' });
  await userEvent.click(within(main).getByRole('button', { name: 'Replay an event' }));
  const dialog = await screen.findByRole('dialog', { name: 'Replay an event: main of git' });
  expect(await within(dialog).findByText('Replay it')).toBeVisible();
  expect(plan.mock.lastCall?.[1]).toMatchObject({
    ...{ place: 'dev', folder: 'shop', listener: 'git', trigger: 'main' },
    headers: { 'X-GitHub-Event': 'push' },
  });
  await userEvent.clear(within(dialog).getByLabelText(/^Payload/));
  await waitFor(() =>
    expect(
      within(dialog).getByRole('button', { name: 'Start the run' }),
    ).toHaveAccessibleDescription('The payload is no JSON'),
  );
});

it('says what it is for where there is none', async () => {
  renderScreen('/pipelines/triggers');
  expect(await screen.findByText('No event listener')).toBeVisible();
});

it('says which right is missing', async () => {
  const error = await failure(403, 'NotAllowedError', 'You lack pipelines.run.read');
  renderScreen('/pipelines/triggers', { api: { listTriggers: () => Promise.reject(error) } });
  expect(await screen.findByText('You lack pipelines.run.read')).toBeVisible();
});
