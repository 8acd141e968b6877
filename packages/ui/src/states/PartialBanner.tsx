import Box from '@mui/material/Box';
import { styled } from '@mui/material/styles';
import Typography from '@mui/material/Typography';
import { RiErrorWarningFill, RiInformationFill } from '@remixicon/react';
import type { ReactNode } from 'react';
import { useServerText } from '../i18n/useServerText';
import { radii } from '../theme/tokens';

export interface PartialBannerProps {
  severity?: 'warning' | 'failed' | 'info';
  /** `2 of 4 clusters could not answer`. */
  title: string;
  /** One line per part that is missing, with the reason and what happens next. */
  items?: readonly { readonly key: string; readonly text: ReactNode }[];
  action?: ReactNode;
}

const Banner = styled('div')<{ severity: 'warning' | 'failed' | 'info' }>(({ theme, severity }) => {
  const { health, info } = theme.palette.kubemate;
  const tone = severity === 'info' ? info : health[severity];
  return {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(1),
    padding: theme.spacing(1, 1.5),
    borderRadius: radii.medium,
    border: `1px solid ${tone.border}`,
    backgroundColor: tone.bg,
    '& > svg': { flex: 'none', color: tone.fg, marginTop: 2 },
  };
});

/** Part of the answer is missing; what is there is shown below. */
export function PartialBanner({
  severity = 'warning',
  title,
  items = [],
  action,
}: PartialBannerProps) {
  const said = useServerText();
  const Icon = severity === 'info' ? RiInformationFill : RiErrorWarningFill;
  return (
    <Banner severity={severity} role="status">
      <Icon size={16} aria-hidden />
      <Box sx={{ minWidth: 0, flex: '1 1 200px' }}>
        <Typography variant="subtitle2" component="div">
          {said(title)}
        </Typography>
        {items.length > 0 && (
          <Box component="ul" sx={{ m: 0, mt: 0.25, pl: 2.25, typography: 'body2' }}>
            {items.map(item => (
              <li key={item.key}>{typeof item.text === 'string' ? said(item.text) : item.text}</li>
            ))}
          </Box>
        )}
      </Box>
      {action}
    </Banner>
  );
}
