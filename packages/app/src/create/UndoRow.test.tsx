import { renderInTestApp } from '@backstage/frontend-test-utils';
import type { UndoItem } from '@kubemate/plugin-template-runs-common';
import { KubemateThemeProvider } from '@kubemate/ui';
import { screen } from '@testing-library/react';
import { UndoRow } from './UndoRow';

function show(given: Partial<UndoItem>) {
  const item: UndoItem = {
    ...{ id: '1', state: 'as-made', changes: [], warnings: [], allowed: true },
    did: {
      ...{ operation: 'repositories.create', status: 'succeeded', summary: 'Did it' },
      ...{ target: { kind: 'Repository', name: 'a/b' }, actor: 'user:default/dana', createdAt: 0 },
    },
    ...given,
  };
  renderInTestApp(
    <KubemateThemeProvider mode="light">
      <UndoRow item={item} isChosen onChoose={() => {}} />
    </KubemateThemeProvider>,
  );
}
const phrase = (code: string, values: object, text: string) => ({
  ...{ code, text },
  values: { ...values },
});

it('says in the words of the page what goes, and why, by the plugin that says it', async () => {
  show({
    undoes: 'It goes away',
    reason: 'Something goes along',
    said: [
      phrase('repositories.delete', { repository: 'a/b' }, 'It goes away'),
      phrase('pipelines.logStays', {}, 'Something goes along'),
    ],
  });
  expect(await screen.findByText('Delete repository a/b')).toBeVisible();
  expect(screen.getByText('Its log stays in the portal')).toBeVisible();
});

it('says what is undone in the words of its own plugin', async () => {
  const summary = phrase('clusters.restart', { object: 'Deployment web' }, 'Did it');
  show({ undoes: 'Undo: Did it', said: [phrase('undoOf', { summary }, 'Undo: Did it')] });
  expect(await screen.findByText('Undo: Restart Deployment web')).toBeVisible();
});

it('leaves what nobody has words for as it is', async () => {
  show({ undoes: 'Melt it', said: [phrase('tenants.melt', {}, 'Melt it')] });
  expect(await screen.findByText('Melt it')).toBeVisible();
});
