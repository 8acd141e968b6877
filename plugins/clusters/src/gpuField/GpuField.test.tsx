import { translationApiRef } from '@backstage/frontend-plugin-api';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import type { Row } from '@kubemate/kube-common';
import type { RowPage } from '@kubemate/plugin-clusters-common';
import { KubemateThemeProvider } from '@kubemate/ui';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { clustersApiRef } from '../api/clustersApiRef';
import { gpuOffer, mostOf } from './gpuChoices';
import { GpuField } from './GpuField';
import { validateGpus } from './validateGpus';

const row = (cells: Row['cells']): Row => ({
  ...{
    cluster: 'prod',
    name: 'a',
    uid: 'a',
    resourceVersion: '1',
    created: 0,
    health: 'ok',
    cells,
  },
});
const NODES = [
  row({ gpuTypes: 'nvidia.com/gpu=4,nvidia.com/mig-1g.10gb=7' }),
  row({ gpuTypes: 'nvidia.com/gpu=8' }),
  row({ gpuTypes: null }),
];
const QUOTAS = [
  row({ request: 'pods: 3/40,requests.memory: 1Gi/200Gi,requests.nvidia.com/gpu: 14/16' }),
  row({ request: 'requests.nvidia.com/gpu: 0/6' }),
];
const DENIED = [{ cluster: 'prod', state: 'denied' as const, reason: 'You lack list on nodes.' }];

interface Given {
  readonly nodes?: readonly Row[];
  readonly quotas?: readonly Row[];
  readonly failures?: RowPage['failures'];
  readonly props?: object;
}

function draw({ nodes = NODES, quotas = QUOTAS, failures = [], props = {} }: Given = {}) {
  const onChange = jest.fn();
  const listRows = jest.fn(async ({ resource }: { resource: string }) =>
    resource === 'v1/nodes' ? { items: nodes, failures } : { items: quotas, failures: [] },
  );
  const given: any = {
    ...{ schema: { title: 'GPUs' }, uiSchema: {}, idSchema: { $id: 'gpus' }, onChange },
    formContext: { formData: { cluster: 'prod', namespace: 'ml' } },
    ...props,
  };
  renderInTestApp(
    <KubemateThemeProvider mode="light">
      <GpuField {...given} />
    </KubemateThemeProvider>,
    { apis: [[clustersApiRef, { listRows } as any] as const] },
  );
  return onChange;
}

it('offers what the nodes have, or none, and starts with one device', async () => {
  const onChange = draw();
  await userEvent.click(await screen.findByRole('combobox', { name: /GPUs/ }));
  expect((await screen.findAllByRole('option')).map(({ textContent }) => textContent)).toEqual([
    'No GPU',
    'nvidia.com/gpu',
    'nvidia.com/mig-1g.10gb',
  ]);
  await userEvent.click(screen.getByRole('option', { name: 'nvidia.com/gpu' }));
  expect(onChange).toHaveBeenCalledWith({ resource: 'nvidia.com/gpu', count: 1 });
});

it('says how many a pod can have, by its node and by the quota', async () => {
  draw({ props: { formData: { resource: 'nvidia.com/gpu', count: 3 } } });
  const count = await screen.findByLabelText(/How many/);
  expect(count).toBeInvalid();
  expect(screen.getByText(/largest node has 8. The quota of the namespace leaves 2/)).toBeVisible();
});

it('goes by the quota where the person may not see nodes, and says so', async () => {
  draw({ nodes: [], failures: DENIED });
  expect(
    await screen.findByText(/You may not see the nodes.*You lack list on nodes/),
  ).toBeVisible();
  await userEvent.click(screen.getByRole('combobox', { name: /GPUs/ }));
  expect(await screen.findByRole('option', { name: 'nvidia.com/gpu' })).toBeVisible();
});

it('takes what is typed where neither is known', async () => {
  const onChange = draw({ nodes: [], quotas: [], failures: DENIED });
  await userEvent.type(await screen.findByRole('textbox', { name: /GPUs/ }), 'x');
  expect(onChange).toHaveBeenCalledWith({ resource: 'x', count: 1 });
});

it('says that no node has any', async () => {
  draw({ nodes: [row({})] });
  expect(await screen.findByText(/No node of prod offers a GPU/)).toBeVisible();
});

it('waits for a cluster', async () => {
  draw({ props: { formContext: { formData: {} } } });
  expect(await screen.findByText('Choose a cluster first.')).toBeVisible();
});

it('refuses what the cluster does not offer', async () => {
  draw({ nodes: undefined, props: { formData: { resource: 'amd.com/gpu', count: 1 } } });
  expect(await screen.findByText(/prod does not offer amd.com\/gpu/)).toBeVisible();
});

async function problemsOf(value: object | undefined, given: { form?: object; nodes?: Row[] } = {}) {
  const { form = { cluster: 'prod', namespace: 'ml' }, nodes = NODES } = given;
  const listRows = async ({ resource, namespaces }: { resource: string; namespaces?: string[] }) =>
    resource === 'v1/nodes'
      ? { items: nodes, failures: [] }
      : { items: namespaces?.includes('ml') ? QUOTAS : [], failures: [] };
  const t = (key: string, { amount }: { amount: string }) => `${key} ${amount}`;
  const apis = new Map<unknown, unknown>([
    [clustersApiRef, { listRows }],
    [translationApiRef, { getTranslation: () => ({ ready: true, t }) }],
  ]);
  const addError = jest.fn();
  const context: any = { apiHolder: apis, formData: form, uiSchema: {}, schema: {} };
  await validateGpus(value, { addError } as any, context);
  return addError.mock.calls.flat();
}

it('keeps the form from going on with more than can be had, with what is not offered, and with none at all', async () => {
  const three = { resource: 'nvidia.com/gpu', count: 3 };
  expect(await problemsOf(three)).toEqual(['gpuField.tooMany 2']);
  expect(await problemsOf({ ...three, count: 2 })).toEqual([]);
  expect(await problemsOf(three, { form: { cluster: 'prod' } })).toEqual([]);
  expect(await problemsOf({ resource: 'amd.com/gpu', count: 1 })).toEqual(['gpuField.other 0']);
  expect(await problemsOf(three, { nodes: [row({})] })).toEqual(['gpuField.none 0']);
  expect(await problemsOf(undefined)).toEqual([]);
  expect(await problemsOf(three, { form: {} })).toEqual([]);
});

it('lets the tightest quota count, and a resource that no quota names be limited by nodes alone', () => {
  const page = (items: Row[]) => ({ items, failures: [] });
  const { choices } = gpuOffer({ nodes: page(NODES), quotas: page(QUOTAS) });
  expect(choices.map(choice => [choice.resource, mostOf(choice)])).toEqual([
    ['nvidia.com/gpu', 2],
    ['nvidia.com/mig-1g.10gb', 7],
  ]);
  expect(mostOf({})).toBeUndefined();
});
