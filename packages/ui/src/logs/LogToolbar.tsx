import Button from '@mui/material/Button';
import Divider from '@mui/material/Divider';
import IconButton from '@mui/material/IconButton';
import MenuItem from '@mui/material/MenuItem';
import Select from '@mui/material/Select';
import Stack from '@mui/material/Stack';
import ToggleButton from '@mui/material/ToggleButton';
import Tooltip from '@mui/material/Tooltip';
import Typography from '@mui/material/Typography';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  RiArrowDownSLine,
  RiArrowUpSLine,
  RiDownloadLine,
  RiPauseLine,
  RiPlayLine,
  RiTextWrap,
  RiTimeLine,
} from '@remixicon/react';
import type { ReactNode } from 'react';
import { SearchBox } from '../filter/SearchBox';
import { uiTranslationRef } from '../i18n/uiTranslationRef';
import { CopyButton } from '../layout/CopyButton';
import type { LevelFilter, LogSettings } from './useLogSettings';

export interface LogToolbarProps {
  search: string;
  onSearchChange(search: string): void;
  /** 0 where there is no match; else the one that is shown, from 1. */
  match: { readonly current: number; readonly total: number };
  onStep(by: -1 | 1): void;
  settings: LogSettings;
  onSettingsChange(settings: LogSettings): void;
  following: boolean;
  onFollowingChange(following: boolean): void;
  /** Following makes no sense once the log has ended. */
  canFollow: boolean;
  makeText(): string;
  onDownload(): void;
}

function Toggle(props: {
  label: string;
  on: boolean;
  onChange(on: boolean): void;
  icon: ReactNode;
}) {
  return (
    <Tooltip title={props.label}>
      <ToggleButton
        value="on"
        selected={props.on}
        aria-label={props.label}
        onChange={() => props.onChange(!props.on)}
        sx={{ p: 0.75, border: 0 }}
      >
        {props.icon}
      </ToggleButton>
    </Tooltip>
  );
}

function MatchSteps({
  search,
  match,
  onStep,
}: Pick<LogToolbarProps, 'search' | 'match' | 'onStep'>) {
  const { t } = useTranslationRef(uiTranslationRef);
  if (search === '') return null;
  const none = match.total === 0;
  const text = none
    ? t('log.noMatches')
    : t('log.matches', { current: String(match.current), total: match.total.toLocaleString() });
  return (
    <Stack direction="row" alignItems="center">
      <Typography variant="caption" color="text.secondary" role="status" noWrap>
        {text}
      </Typography>
      <IconButton aria-label={t('log.previousMatch')} disabled={none} onClick={() => onStep(-1)}>
        <RiArrowUpSLine size={18} />
      </IconButton>
      <IconButton aria-label={t('log.nextMatch')} disabled={none} onClick={() => onStep(1)}>
        <RiArrowDownSLine size={18} />
      </IconButton>
    </Stack>
  );
}

function LevelSelect(props: { value: LevelFilter; onChange(value: LevelFilter): void }) {
  const { t } = useTranslationRef(uiTranslationRef);
  return (
    <Select<LevelFilter>
      value={props.value}
      inputProps={{ 'aria-label': t('log.level') }}
      onChange={event => props.onChange(event.target.value as LevelFilter)}
    >
      <MenuItem value="all">{t('log.allLevels')}</MenuItem>
      <MenuItem value="error">{t('log.error')}</MenuItem>
      <MenuItem value="warning">{t('log.warning')}</MenuItem>
      <MenuItem value="info">{t('log.info')}</MenuItem>
      <MenuItem value="debug">{t('log.debug')}</MenuItem>
    </Select>
  );
}

/** What can be done with a log: search it, step through matches, show less or more, follow, take it away. */
export function LogToolbar(props: LogToolbarProps) {
  const { search, onSearchChange, match, onStep, settings, onSettingsChange } = props;
  const { following, onFollowingChange, canFollow, makeText, onDownload } = props;
  const { t } = useTranslationRef(uiTranslationRef);
  const set = (patch: Partial<LogSettings>) => onSettingsChange({ ...settings, ...patch });
  return (
    <Stack
      direction="row"
      flexWrap="wrap"
      alignItems="center"
      gap={1}
      onKeyDown={event => {
        if (event.key === 'Enter' && event.target instanceof HTMLInputElement) {
          onStep(event.shiftKey ? -1 : 1);
        }
      }}
    >
      <SearchBox value={search} onChange={onSearchChange} placeholder={t('log.search')} />
      <MatchSteps search={search} match={match} onStep={onStep} />
      <LevelSelect value={settings.level} onChange={level => set({ level })} />
      <Stack direction="row" alignItems="center" gap={0.5} sx={{ ml: 'auto' }}>
        <Toggle
          label={t('log.timestamps')}
          on={settings.timestamps}
          onChange={timestamps => set({ timestamps })}
          icon={<RiTimeLine size={16} />}
        />
        <Toggle
          label={t('log.wrap')}
          on={settings.wrap}
          onChange={wrap => set({ wrap })}
          icon={<RiTextWrap size={16} />}
        />
        <Divider orientation="vertical" flexItem sx={{ mx: 0.5 }} />
        <CopyButton text={makeText} label={t('log.copyAll')} />
        <Tooltip title={t('log.download')}>
          <IconButton aria-label={t('log.download')} onClick={onDownload}>
            <RiDownloadLine size={16} />
          </IconButton>
        </Tooltip>
        {canFollow && (
          <Button
            variant="outlined"
            color={following ? 'primary' : 'inherit'}
            aria-pressed={following}
            startIcon={following ? <RiPauseLine size={16} /> : <RiPlayLine size={16} />}
            onClick={() => onFollowingChange(!following)}
          >
            {following ? t('log.pause') : t('log.follow')}
          </Button>
        )}
      </Stack>
    </Stack>
  );
}
