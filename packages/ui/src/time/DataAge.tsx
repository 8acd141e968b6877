import Stack from '@mui/material/Stack';
import { styled, useTheme } from '@mui/material/styles';
import Tooltip from '@mui/material/Tooltip';
import Typography from '@mui/material/Typography';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RiLoader4Line, RiTimeLine, RiWifiOffLine } from '@remixicon/react';
import { uiTranslationRef } from '../i18n/uiTranslationRef';
import { formatAge } from './formatAge';
import { useNow } from './useNow';

export interface DataAgeProps {
  /** Epoch milliseconds of the oldest data shown; absent before the first answer. */
  asOf?: number;
  /** `live`: a stream is open; `static`: read once; `offline`: the stream broke and is being reopened. */
  connection: 'connecting' | 'live' | 'static' | 'offline';
}

/** A live stream says so while its data is younger than this many milliseconds; bookmarks keep it young. */
const FRESH = 15_000;

const Dot = styled('span')(({ theme }) => ({
  width: 7,
  height: 7,
  borderRadius: '50%',
  flex: 'none',
  backgroundColor: theme.palette.kubemate.health.ok.fg,
}));

/** How old the data on the screen is: `Live`, `12s old`, `Offline, 3m old`. */
export function DataAge({ asOf, connection }: DataAgeProps) {
  const { t } = useTranslationRef(uiTranslationRef);
  const { health } = useTheme().palette.kubemate;
  const age = useNow(now => (asOf === undefined ? '' : formatAge(now - asOf)));
  const fresh = useNow(now => asOf !== undefined && now - asOf < FRESH);
  const live = connection === 'live' && fresh;
  const text = () => {
    if (connection === 'connecting' || asOf === undefined) return t('time.connecting');
    if (connection === 'offline') return t('time.offline', { age });
    return live ? t('time.live') : t('time.old', { age });
  };
  const icon = () => {
    if (connection === 'connecting' || asOf === undefined) return <RiLoader4Line size={14} />;
    if (connection === 'offline') return <RiWifiOffLine size={14} color={health.warning.fg} />;
    return live ? <Dot /> : <RiTimeLine size={14} />;
  };
  return (
    <Tooltip title={asOf === undefined ? '' : new Date(asOf).toLocaleString()}>
      <Stack direction="row" alignItems="center" gap={0.75} role="status" sx={{ flex: 'none' }}>
        {icon()}
        <Typography variant="caption" color="text.secondary" noWrap>
          {text()}
        </Typography>
      </Stack>
    </Tooltip>
  );
}
