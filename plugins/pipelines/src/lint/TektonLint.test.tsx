import { renderInTestApp } from '@backstage/frontend-test-utils';
import type { PipelinesApi } from '@kubemate/plugin-pipelines-common';
import type { ManifestLint } from '@kubemate/ui';
import { failure } from '@kubemate/ui/testUtils';
import { waitFor } from '@testing-library/react';
import { pipelinesApiRef } from '../api/pipelinesApiRef';
import { definition } from '../__testUtils__/runs';
import { TektonLint } from './TektonLint';

const manifest = {
  ...{ apiVersion: 'tekton.dev/v1', kind: 'Pipeline' },
  spec: {
    tasks: [
      { name: 'a', taskRef: { name: 'build' } },
      { name: 'b', taskRef: { name: 'nobody' } },
      { name: 'c', taskRef: { name: 'Half Written' } },
    ],
  },
};

it('asks for the Tasks that a text names, and says what they need and which are not there', async () => {
  const missing = await failure(404, 'NotFoundError', 'none');
  const getDefinition = jest.fn(async ({ name }: { name: string }) => {
    if (name === 'nobody') throw missing;
    return definition({
      kind: 'Task',
      params: [{ name: 'image', type: 'string' }],
      workspaces: [],
    });
  });
  const lints: ManifestLint[] = [];
  renderInTestApp(
    <TektonLint
      {...{ cluster: 'dev', namespace: 'shop', apiVersion: 'tekton.dev/v1', kind: 'Pipeline' }}
      onLint={lint => lint && lints.push(lint)}
    />,
    { apis: [[pipelinesApiRef, { getDefinition } as Partial<PipelinesApi> as PipelinesApi]] },
  );
  await waitFor(() => {
    const said = lints
      .at(-1)
      ?.check(manifest)
      .map(({ path, message }) => [path.join('.'), message]);
    expect(said).toEqual([
      ['spec.tasks.0', expect.stringContaining('the Task build needs the parameter image')],
      ['spec.tasks.1.taskRef.name', expect.stringContaining('There is no Task nobody')],
    ]);
  });
  expect(getDefinition.mock.calls.map(([{ name }]) => name).sort()).toEqual(['build', 'nobody']);
});
