import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderUi } from '../__testUtils__/renderUi';
import { difference } from './difference';
import { YamlEditor } from './YamlEditor';

describe('difference', () => {
  it.each([
    ['a: 1\nb: 2', 'a: 1\nb: 3'],
    ['', 'a'],
    ['a', ''],
    ['aaa', 'aa'],
    ['abcabc', 'abcXabc'],
    ['same', 'same'],
  ])('turns %j into %j', (before, after) => {
    const { from, to, insert } = difference(before, after);
    expect(before.slice(0, from) + insert + before.slice(to)).toBe(after);
  });

  it('touches only what differs', () => {
    expect(difference('ready: 1/2\nname: x', 'ready: 2/2\nname: x')).toEqual({
      from: 7,
      to: 8,
      insert: '2',
    });
  });
});

describe('YamlEditor', () => {
  const text = 'kind: Pod\nmetadata:\n  name: web\n  labels:\n    app: web\n';

  it('shows the document, read only, under its name', () => {
    renderUi(<YamlEditor text={text} label="YAML of web" />);
    const editor = screen.getByRole('textbox', { name: 'YAML of web' });
    expect(editor).toHaveAttribute('aria-readonly', 'true');
    expect(editor).toHaveTextContent('kind: Pod');
  });

  it('follows the object while it changes', () => {
    const { update } = renderUi(<YamlEditor text={text} />);
    update(<YamlEditor text={text.replace('name: web', 'name: api')} />);
    expect(screen.getByRole('textbox', { name: 'YAML' })).toHaveTextContent('name: api');
  });

  it('folds everything and unfolds it again', async () => {
    renderUi(<YamlEditor text={text} />);
    const editor = screen.getByRole('textbox', { name: 'YAML' });
    await userEvent.click(screen.getByRole('button', { name: 'Fold all' }));
    expect(editor).not.toHaveTextContent('app: web');
    await userEvent.click(screen.getByRole('button', { name: 'Unfold all' }));
    expect(editor).toHaveTextContent('app: web');
  });

  it('opens a search', async () => {
    renderUi(<YamlEditor text={text} />);
    await userEvent.click(screen.getByRole('button', { name: 'Find in the YAML' }));
    expect(screen.getByRole('textbox', { name: 'Find' })).toBeInTheDocument();
    // In our words, so in the person's language; the editor's own are lower case English.
    for (const word of ['Next', 'Previous', 'All', 'Close'])
      expect(screen.getByRole('button', { name: word })).toBeInTheDocument();
    for (const word of ['Match case', 'Regular expression', 'Whole words'])
      expect(screen.getByRole('checkbox', { name: word })).toBeInTheDocument();
  });
});
