import { MarkdownContent } from '@backstage/core-components';
import Box from '@mui/material/Box';

/** Markdown of a repository. It holds no HTML, and its pictures come from nowhere else. */
export function MarkdownText({ text }: { text: string }) {
  return (
    <Box sx={{ p: 2, minWidth: 0, overflow: 'auto', overflowWrap: 'anywhere' }}>
      <MarkdownContent content={text} dialect="gfm" />
    </Box>
  );
}
