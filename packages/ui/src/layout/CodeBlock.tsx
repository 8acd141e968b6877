import Box from '@mui/material/Box';
import { fonts, radii, type } from '../theme/tokens';
import { CopyButton } from './CopyButton';

export interface CodeBlockProps {
  /** A command, a log tail, a message: shown as it is. */
  code: string;
  /** Marks a shell command: drawn with a prompt that is not copied. */
  command?: boolean;
  wrap?: boolean;
  /** Lines to show before scrolling. */
  maxLines?: number;
}

/** Fixed-width text with a copy button. */
export function CodeBlock({ code, command = false, wrap = true, maxLines = 14 }: CodeBlockProps) {
  return (
    <Box
      sx={{
        position: 'relative',
        bgcolor: 'kubemate.surface.sunken',
        border: 1,
        borderColor: 'divider',
        borderRadius: `${radii.medium}px`,
        minWidth: 0,
      }}
    >
      <Box
        component="pre"
        tabIndex={0}
        sx={{
          m: 0,
          py: 1,
          pl: 1.5,
          pr: 5,
          overflow: 'auto',
          maxHeight: maxLines * type.dense.line + 16,
          fontFamily: fonts.mono,
          fontSize: type.caption.size,
          lineHeight: `${type.dense.line}px`,
          whiteSpace: wrap ? 'pre-wrap' : 'pre',
          overflowWrap: wrap ? 'anywhere' : 'normal',
        }}
      >
        {command && (
          <Box component="span" aria-hidden sx={{ color: 'text.secondary', userSelect: 'none' }}>
            {'$ '}
          </Box>
        )}
        {code}
      </Box>
      <Box sx={{ position: 'absolute', top: 2, right: 2 }}>
        <CopyButton text={code} />
      </Box>
    </Box>
  );
}
