import { screen } from '@testing-library/react';
import { useState } from 'react';
import { renderUi } from '../__testUtils__/renderUi';
import { YamlFormEditor } from './YamlFormEditor';
import type { ManifestLint } from './ManifestLint';
import type { SchemaDocument } from './SchemaDocument';

jest.setTimeout(60_000);

const schema: SchemaDocument = {
  root: {
    type: 'object',
    properties: {
      apiVersion: { type: 'string' },
      kind: { type: 'string' },
      replicas: { type: 'integer' },
    },
  },
  definitions: {},
};

function Form({ text, lint }: { text: string; lint?: ManifestLint }) {
  const [value, setValue] = useState(text);
  return (
    <YamlFormEditor
      value={value}
      onChange={setValue}
      label="YAML of web"
      schemaOf={() => schema}
      lint={lint}
      notesOf={() => [{ line: 1, text: 'helm', detail: 'helm owns apiVersion', series: 0 }]}
    />
  );
}

describe('YamlFormEditor', () => {
  it('can be written in, and says in words what is wrong', async () => {
    renderUi(<Form text={'kind: Thing\nreplicas: many\n'} />);
    const editor = screen.getByRole('textbox', { name: 'YAML of web' });
    expect(editor).not.toHaveAttribute('aria-readonly', 'true');
    expect(
      await screen.findByText('replicas must be of type integer', {}, { timeout: 15_000 }),
    ).toBeInTheDocument();
  });

  it('checks a text again when a plugin comes to know more', async () => {
    const text = 'kind: Thing\n';
    const saying = (message: string): ManifestLint => ({
      check: () => [{ severity: 'warning', path: ['kind'], message }],
    });
    const { update } = renderUi(<Form text={text} lint={saying('is not known yet')} />);
    expect(await screen.findByText('is not known yet', {}, { timeout: 15_000 })).toBeVisible();
    update(<Form text={text} lint={saying('is odd')} />);
    expect(await screen.findByText('is odd', {}, { timeout: 15_000 })).toBeVisible();
  });

  it('shows the remarks of the text beside it', async () => {
    renderUi(<Form text={'kind: Thing\n'} />);
    expect(await screen.findByTitle('helm owns apiVersion')).toHaveTextContent('helm');
  });
});
