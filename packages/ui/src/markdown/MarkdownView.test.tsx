import { screen, within } from '@testing-library/react';
import { renderUi } from '../__testUtils__/renderUi';
import { MarkdownView } from './MarkdownView';

const TEXT = `# Cart

What a [customer](customers.md) puts aside; see [the site](https://example.com/x) and [below](#again).

## Again

\`\`\`sh
kubectl get pods
\`\`\`

| Port | For |
| ---- | --- |
| 8080 | HTTP |

## Again

![A picture](img/flow.png)

<script>alert(1)</script> <b>bold</b> [bad](javascript:alert(1))
`;

describe('MarkdownView', () => {
  it('draws headings a level down, each with an id of its own', () => {
    renderUi(<MarkdownView text={TEXT} />);
    expect(screen.getByRole('heading', { level: 2, name: 'Cart' })).toHaveAttribute('id', 'cart');
    const again = screen.getAllByRole('heading', { level: 3, name: 'Again' });
    expect(again.map(({ id }) => id)).toEqual(['again', 'again-1']);
  });

  it('leads links where the page says, others out of the portal', () => {
    renderUi(
      <MarkdownView text={TEXT} linkTo={href => (href.endsWith('.md') ? `/docs/${href}` : href)} />,
    );
    expect(screen.getByRole('link', { name: 'customer' })).toHaveAttribute(
      'href',
      '/docs/customers.md',
    );
    expect(screen.getByRole('link', { name: 'the site' })).toHaveAttribute('target', '_blank');
    expect(screen.getByRole('link', { name: 'below' })).toHaveAttribute('href', '#again');
  });

  it('draws code to be copied, and tables', () => {
    renderUi(<MarkdownView text={TEXT} />);
    expect(screen.getByText('kubectl get pods')).toBeInTheDocument();
    expect(within(screen.getByRole('table')).getByText('8080')).toBeInTheDocument();
  });

  it('runs nothing: HTML is text, and a script is no address', () => {
    const { container } = renderUi(<MarkdownView text={TEXT} />);
    expect(container.querySelector('script, b, img')).toBeNull();
    expect(container.innerHTML).not.toContain('href="javascript:');
  });

  it('draws images as the page says', () => {
    renderUi(
      <MarkdownView text={TEXT} renderImage={({ src, alt }) => <span title={src}>{alt}</span>} />,
    );
    expect(screen.getByTitle('img/flow.png')).toHaveTextContent('A picture');
  });
});
