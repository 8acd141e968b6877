import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderUi } from '../__testUtils__/renderUi';
import { CodeBlock } from './CodeBlock';
import { CopyButton } from './CopyButton';
import { KeyValueList } from './KeyValueList';
import { LabelChips } from './LabelChips';
import { PageHeader } from './PageHeader';
import { Section } from './Section';
import { Timeline } from './Timeline';

describe('PageHeader', () => {
  it('has one heading, its ancestors as links, and marks the open tab', () => {
    renderUi(
      <PageHeader
        title="api-0"
        breadcrumbs={[{ title: 'Pods', to: '/explorer' }]}
        tabs={[
          { id: 'summary', title: 'Summary', to: '/x' },
          { id: 'yaml', title: 'YAML', to: '/x/yaml' },
        ]}
        activeTab="yaml"
      />,
    );
    expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent('api-0');
    expect(screen.getByRole('link', { name: 'Pods' })).toHaveAttribute('href', '/explorer');
    expect(screen.getByRole('tab', { name: 'YAML' })).toHaveAttribute('aria-selected', 'true');
    expect(screen.getByRole('tab', { name: 'Summary' })).toHaveAttribute('href', '/x');
  });
});

describe('PageHeader on a narrow screen', () => {
  const { matchMedia } = window;
  afterEach(() => {
    window.matchMedia = matchMedia;
  });

  it('has its actions beside the ancestors, once', () => {
    window.matchMedia = media =>
      ({
        media,
        matches: true,
        addListener() {},
        removeListener() {},
      }) as unknown as MediaQueryList;
    renderUi(
      <PageHeader
        title="a-long-name-of-a-pod"
        breadcrumbs={[{ title: 'Pods', to: '/explorer' }]}
        actions={<button type="button">Refresh</button>}
      />,
    );
    const [action, ...others] = screen.getAllByRole('button', { name: 'Refresh' });
    expect(others).toEqual([]);
    const [heading] = screen.getAllByRole('heading');
    // eslint-disable-next-line no-bitwise
    expect(
      action!.compareDocumentPosition(heading!) & Node.DOCUMENT_POSITION_FOLLOWING,
    ).toBeTruthy();
  });
});

describe('LabelChips', () => {
  const labels = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`key-${i}`, `v${i}`]));

  it('shows a few and the rest on request', async () => {
    renderUi(<LabelChips labels={labels} limit={4} />);
    expect(screen.queryByText('key-8=v8')).not.toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: '5 more' }));
    expect(screen.getByText('key-8=v8')).toBeInTheDocument();
  });

  it('gives the label that was chosen', async () => {
    const onSelect = jest.fn();
    renderUi(<LabelChips labels={{ app: 'web' }} onSelect={onSelect} />);
    await userEvent.click(screen.getByRole('button', { name: 'app=web' }));
    expect(onSelect).toHaveBeenCalledWith({ key: 'app', value: 'web' });
  });

  it('says when there are none', () => {
    renderUi(<LabelChips labels={{}} />);
    expect(screen.getByText('None')).toBeInTheDocument();
  });
});

describe('copying', () => {
  it('puts the text on the clipboard and says so', async () => {
    const user = userEvent.setup();
    const write = jest.spyOn(navigator.clipboard, 'writeText');
    renderUi(<CopyButton text={() => 'made late'} />);
    await user.click(screen.getByRole('button', { name: 'Copy' }));
    expect(await screen.findByRole('button', { name: 'Copied' })).toBeInTheDocument();
    expect(write).toHaveBeenCalledWith('made late');
  });

  it('says when the browser refuses', async () => {
    const user = userEvent.setup();
    jest.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new Error('denied'));
    renderUi(<CopyButton text="x" />);
    await user.click(screen.getByRole('button', { name: 'Copy' }));
    expect(
      await screen.findByRole('button', { name: 'The browser did not allow copying' }),
    ).toBeInTheDocument();
  });

  it('leaves the prompt of a command out', async () => {
    const user = userEvent.setup();
    const write = jest.spyOn(navigator.clipboard, 'writeText');
    renderUi(<CodeBlock code="kubectl get pods" command />);
    await user.click(screen.getByRole('button', { name: 'Copy' }));
    expect(write).toHaveBeenCalledWith('kubectl get pods');
  });
});

it('facts are a description list', () => {
  renderUi(<KeyValueList items={[{ key: 'node', label: 'Node', value: 'worker-1' }]} />);
  expect(screen.getByRole('term')).toHaveTextContent('Node');
  expect(screen.getByRole('definition')).toHaveTextContent('worker-1');
});

it('a section is a region named by its title', () => {
  renderUi(<Section title="Conditions">…</Section>);
  expect(screen.getByRole('region', { name: 'Conditions' })).toBeInTheDocument();
});

it('a timeline counts what happened more than once', () => {
  renderUi(
    <Timeline
      items={[
        { key: 'a', health: 'warning', title: 'BackOff', count: 14, at: Date.now() },
        { key: 'b', health: 'ok', title: 'Pulled', count: 1, at: Date.now() },
      ]}
    />,
  );
  const [first, second] = screen.getAllByRole('listitem');
  expect(first).toHaveTextContent('14 times');
  expect(second).not.toHaveTextContent('time');
});
