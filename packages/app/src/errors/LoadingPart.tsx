import { LoadingState } from '@kubemate/ui';
import Box from '@mui/material/Box';

/** Stands where a page, a tab or a card will, while its code is fetched. It takes its room at once, and is drawn only where that takes long enough to see. */
export function LoadingPart() {
  return (
    <Box
      sx={{
        animation: 'appear 150ms 250ms both',
        '@keyframes appear': { from: { opacity: 0 }, to: { opacity: 1 } },
      }}
    >
      <LoadingState lines={4} />
    </Box>
  );
}
