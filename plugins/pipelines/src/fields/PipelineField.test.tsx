import { renderInTestApp } from '@backstage/frontend-test-utils';
import type { PipelinesApi } from '@kubemate/plugin-pipelines-common';
import { KubemateThemeProvider } from '@kubemate/ui';
import { cleanup, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { definition } from '../__testUtils__/runs';
import { pipelinesApiRef } from '../api/pipelinesApiRef';
import { given } from './__testUtils__/given';
import { PipelineField } from './PipelineField';

const BUILD = definition();
const NIGHTLY = definition({
  ...{ engine: 'jenkins', place: 'ci', folder: 'shop', name: 'nightly', description: undefined },
});

function draw(props: object, api: Partial<PipelinesApi> = {}) {
  const listDefinitions = jest.fn(async () => ({ items: [NIGHTLY, BUILD], failures: [] }));
  cleanup();
  renderInTestApp(
    <KubemateThemeProvider mode="light">
      <PipelineField {...given(props)} />
    </KubemateThemeProvider>,
    { apis: [[pipelinesApiRef, { listDefinitions, ...api } as any] as const] },
  );
  return listDefinitions;
}

it('offers pipelines and jobs by where they are, and keeps a reference of four names', async () => {
  const onChange = jest.fn();
  draw({ onChange });
  await userEvent.click(await screen.findByLabelText(/^Field/));
  expect((await screen.findAllByRole('option')).map(({ textContent }) => textContent)).toEqual([
    'nightlyci / shop',
    'builddev / shop · Builds the image',
  ]);
  await userEvent.click(screen.getByRole('option', { name: /build/ }));
  expect(onChange).toHaveBeenCalledWith({
    ...{ engine: 'tekton', place: 'dev', folder: 'shop', name: 'build' },
  });
});

it('asks for those of the cluster and namespace of the form alone, once they are chosen', async () => {
  const uiSchema = {
    'ui:options': { clusterField: 'cluster', namespaceField: 'space', engine: 'tekton' },
  };
  const asked = draw({ uiSchema, formContext: { formData: { cluster: 'dev' } } });
  expect(await screen.findByText('Choose a namespace first.')).toBeVisible();
  expect(asked).not.toHaveBeenCalled();
  const form = { cluster: 'dev', space: 'shop' };
  const both = draw({ uiSchema, formContext: { formData: form } });
  await userEvent.click(await screen.findByRole('combobox'));
  expect(both).toHaveBeenCalledWith(
    { kind: 'Pipeline', places: ['dev'], folders: ['shop'] },
    expect.anything(),
  );
  expect((await screen.findAllByRole('option')).length).toBe(1);
});

it('asks for what the pipeline takes, keeps no passwords, and has a whole value only then', async () => {
  const onChange = jest.fn();
  const formData = { engine: 'tekton', place: 'dev', folder: 'shop', name: 'build' };
  const password = { name: 'token', type: 'password' as const, default: '' };
  const getDefinition = async () => definition({ params: [...definition().params, password] });
  draw({ onChange, formData, uiSchema: { 'ui:options': { withValues: true } } }, { getDefinition });
  const revision = await screen.findByLabelText(/^revision/);
  expect(screen.getByText('Still to be set: revision')).toBeVisible();
  expect(screen.getByText(/Passwords keep the defaults of Jenkins: token/)).toBeVisible();
  expect(screen.queryByLabelText(/^token/)).toBeNull();
  expect(onChange).toHaveBeenLastCalledWith(formData);
  await userEvent.type(revision, 'main');
  expect(onChange).toHaveBeenLastCalledWith({
    ...formData,
    params: { revision: 'main' },
    workspaces: { source: { kind: 'emptyDir' } },
  });
});

it('says that the one of the form is not there', async () => {
  const formData = { engine: 'tekton', place: 'dev', folder: 'shop', name: 'gone' };
  draw({ formData });
  expect(
    await screen.findByText(/gone is not in dev \/ shop, or you may not see it/),
  ).toBeVisible();
});

it('names places that do not answer beside what the others have', async () => {
  const formData = { engine: 'tekton', place: 'prod', folder: 'shop', name: 'build' };
  const failures = [{ place: 'prod', reason: 'no route', state: 'unreachable' as const }];
  draw({ formData }, { listDefinitions: async () => ({ items: [BUILD], failures }) });
  expect(await screen.findByText(/no route/)).toBeVisible();
  expect(screen.queryByText(/is not in prod/)).toBeNull();
});

it('says what has to be there first', async () => {
  draw({}, { listDefinitions: async () => ({ items: [], failures: [] }) });
  expect(await screen.findByText('There is no pipeline here that you may see')).toBeVisible();
});

it('says that one may not see pipelines', async () => {
  const denied = Object.assign(new Error('Your role does not allow this'), {
    name: 'NotAllowedError',
  });
  draw({}, { listDefinitions: () => Promise.reject(denied) });
  expect(await screen.findByText('You may not see definitions')).toBeVisible();
});
