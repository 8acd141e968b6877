import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';

/** The mark, with the name beside it unless `compact`. */
export function Logo(props: { size: number; compact?: boolean }) {
  return (
    <Box sx={{ display: 'inline-flex', alignItems: 'center', gap: 1.25 }}>
      <Box component="span" sx={{ color: 'primary.main', display: 'inline-flex' }}>
        <svg
          width={props.size}
          height={props.size}
          viewBox="0 0 32 32"
          role="img"
          aria-label="Kubemate"
        >
          <rect width="32" height="32" rx="8" fill="currentColor" />
          <g
            fill="none"
            stroke="white"
            strokeWidth="3.2"
            strokeLinecap="round"
            strokeLinejoin="round"
          >
            <path d="M10 8v16M10 16l8-8M10 16l8 8" />
          </g>
          <circle cx="23.5" cy="16" r="2.4" fill="white" />
        </svg>
      </Box>
      {!props.compact && (
        <Typography
          component="span"
          sx={{
            fontWeight: 650,
            fontSize: Math.max(15, props.size * 0.56),
            letterSpacing: '-0.01em',
          }}
        >
          Kubemate
        </Typography>
      )}
    </Box>
  );
}
