import type { OperationsApi } from '@kubemate/operations-common';
import type { RunPreset } from '@kubemate/plugin-pipelines-common';
import { makePlan } from '@kubemate/ui/testUtils';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderScreen } from './__testUtils__/renderScreen';
import { definition } from './__testUtils__/runs';

const AT = '/pipelines/definitions/dev/shop/build';
const preset: RunPreset = {
  ...{ id: 'p1', name: 'nightly', owner: 'group:default/shop', savedBy: 'user:default/dana' },
  ...{ savedAt: 1, params: { revision: 'release', gone: 'x' } },
  workspaces: { source: { kind: 'persistentVolumeClaim', name: 'sources' } },
};

function show(at: string, more: { definition?: ReturnType<typeof definition> } = {}) {
  const plan = jest.fn(async () => makePlan());
  renderScreen(at, {
    api: {
      listPresets: async () => ({ items: [preset], groups: ['group:default/shop'] }),
      getDefinition: async () => more.definition ?? definition(),
    },
    operations: { plan: plan as OperationsApi['plan'] },
  });
  return { plan };
}

describe('presets of the form that starts a run', () => {
  it('fill it in where the address names one, but for what is no longer asked for', async () => {
    const { plan } = show(`${AT}?preset=p1`);
    const dialog = await screen.findByRole('dialog', { name: 'Start build' });
    await waitFor(() =>
      expect(within(dialog).getByRole('textbox', { name: /^revision/ })).toHaveValue('release'),
    );
    expect(within(dialog).getByRole('textbox', { name: /^Name/ })).toHaveValue('sources');
    await waitFor(() =>
      expect(plan).toHaveBeenLastCalledWith(
        expect.objectContaining({ name: 'pipelines.start-run' }),
        expect.objectContaining({
          params: { revision: 'release' },
          workspaces: { source: { kind: 'persistentVolumeClaim', name: 'sources' } },
        }),
        expect.anything(),
      ),
    );
  });

  it('say where the address names one that is not there', async () => {
    show(`${AT}?preset=other`);
    expect(await screen.findByText(/is not there, or is not yours/)).toBeVisible();
  });

  it('are saved without passwords, for oneself or a group', async () => {
    const params = [{ name: 'TOKEN', type: 'password' as const, default: '' }];
    const { plan } = show(AT, { definition: definition({ params, workspaces: [] }) });
    await userEvent.click(await screen.findByRole('button', { name: 'Start run' }));
    await userEvent.type(await screen.findByLabelText(/^TOKEN/), 'hunter2');
    await userEvent.click(screen.getByRole('button', { name: 'Save as preset' }));
    await userEvent.type(await screen.findByRole('textbox', { name: /Name of the preset/ }), 'p');
    await waitFor(() =>
      expect(plan).toHaveBeenLastCalledWith(
        expect.objectContaining({ name: 'pipelines.save-preset' }),
        expect.objectContaining({ name: 'p', pipeline: 'build' }),
        expect.anything(),
      ),
    );
    expect(JSON.stringify(plan.mock.lastCall?.slice(1, 2))).not.toContain('hunter2');
  });
});
