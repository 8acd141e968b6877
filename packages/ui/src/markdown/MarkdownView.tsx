import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import { Children, isValidElement, type ReactNode, useMemo } from 'react';
import ReactMarkdown, { type Components } from 'react-markdown';
import { Link as RouterLink } from 'react-router-dom';
import remarkGfm from 'remark-gfm';
import { CodeBlock } from '../layout/CodeBlock';
import { headingsOf } from './headings';
import { markdownStyles } from './markdownStyles';

export interface MarkdownViewProps {
  /** CommonMark with GitHub's tables, task lists and strike-through. HTML in it is shown as text. */
  text: string;
  /** Where a link leads: a path of the portal, or an address. As it is written where absent. */
  linkTo?(href: string): string;
  /** What stands for an image, which cannot be loaded by its address where that needs a token. Its description where absent. */
  renderImage?(image: { readonly src: string; readonly alt: string }): ReactNode;
}

/** Text that people wrote in Markdown, with headings that can be linked to. Nothing in it is run. */
export function MarkdownView({ text, linkTo, renderImage }: MarkdownViewProps) {
  const components = useMemo(
    () => componentsFor({ text, linkTo, renderImage }),
    [text, linkTo, renderImage],
  );
  return (
    <Box sx={markdownStyles}>
      <ReactMarkdown remarkPlugins={[remarkGfm]} components={components}>
        {text}
      </ReactMarkdown>
    </Box>
  );
}

function componentsFor({ text, linkTo, renderImage }: MarkdownViewProps): Components {
  const ids = new Map(headingsOf(text).map(({ line, id }) => [line, id]));
  const heading: Components['h1'] = ({ node, level, children }) => {
    const Tag = `h${Math.min(6, level + 1)}` as 'h2';
    const id = ids.get(node.position?.start.line ?? 0);
    return (
      <Tag id={id} data-level={level}>
        {children}
      </Tag>
    );
  };
  return {
    ...{ h1: heading, h2: heading, h3: heading, h4: heading, h5: heading, h6: heading },
    a: ({ href = '', children }) => <Anchor href={linkTo?.(href) ?? href}>{children}</Anchor>,
    img: ({ src = '', alt = '' }) => <>{renderImage ? renderImage({ src, alt }) : alt}</>,
    pre: ({ children }) => <CodeBlock code={textOf(children)} wrap={false} maxLines={40} />,
    table: ({ children }) => (
      <Box sx={{ overflowX: 'auto' }} tabIndex={0}>
        <table>{children}</table>
      </Box>
    ),
  };
}

function Anchor({ href, children }: { href: string; children: ReactNode }) {
  // Within a text colour alone does not tell a link.
  const underline = 'always';
  if (href.startsWith('#'))
    return (
      <Link href={href} underline={underline}>
        {children}
      </Link>
    );
  if (href.startsWith('/') && !href.startsWith('//'))
    return (
      <Link component={RouterLink} to={href} underline={underline}>
        {children}
      </Link>
    );
  return (
    <Link href={href} underline={underline} target="_blank" rel="noopener noreferrer">
      {children}
    </Link>
  );
}

function textOf(node: ReactNode): string {
  if (typeof node === 'string' || typeof node === 'number') return String(node);
  return Children.toArray(node)
    .map(child =>
      isValidElement<{ children?: ReactNode }>(child)
        ? textOf(child.props.children)
        : String(child),
    )
    .join('')
    .replace(/\n$/, '');
}
