import type { RunningImage } from '@kubemate/plugin-pipelines-common';
import { fonts } from '@kubemate/ui';
import Box from '@mui/material/Box';
import { imageName, shortDigest } from './environmentText';

/** The tag of an image, with its digest under it where there is room. */
export function ImageText({ image, compact = false }: { image: RunningImage; compact?: boolean }) {
  const name = imageName(image);
  const digest = image.digest === undefined ? undefined : shortDigest(image.digest);
  return (
    <Box
      component="span"
      title={[image.image, image.digest].filter(Boolean).join('\n')}
      sx={{ display: 'block', minWidth: 0 }}
    >
      <Box
        component="span"
        sx={{
          display: 'block',
          typography: compact ? 'body2' : 'subtitle1',
          fontFamily: fonts.mono,
          overflow: 'hidden',
          textOverflow: 'ellipsis',
          whiteSpace: 'nowrap',
        }}
      >
        {name}
      </Box>
      {!compact && digest !== undefined && digest !== name && (
        <Box
          component="span"
          sx={{ display: 'block', typography: 'caption', color: 'text.secondary' }}
        >
          {digest}
        </Box>
      )}
    </Box>
  );
}
