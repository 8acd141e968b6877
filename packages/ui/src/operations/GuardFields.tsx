import Box from '@mui/material/Box';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Guard } from '@kubemate/operations-common';
import { RiShieldKeyholeLine } from '@remixicon/react';
import { uiTranslationRef } from '../i18n/uiTranslationRef';

/** What the person answers to a guard. */
export interface GuardAnswer {
  readonly confirm: string;
  readonly reason: string;
}

export interface GuardFieldsProps {
  guard: Guard;
  value: GuardAnswer;
  onChange(value: GuardAnswer): void;
}

/** Whether the answer is complete. */
export function answersGuard(guard: Guard | undefined, { confirm, reason }: GuardAnswer): boolean {
  if (guard === undefined) return true;
  return guard.kind === 'typed' ? confirm === guard.text : reason.trim() !== '';
}

/** Asks for the text that confirms, or for the reason that another person will read. */
export function GuardFields({ guard, value, onChange }: GuardFieldsProps) {
  const { t } = useTranslationRef(uiTranslationRef);
  const hours = guard.kind === 'approval' ? Math.round(guard.expiresInSeconds / 360) / 10 : 0;
  return (
    <Box
      sx={theme => ({
        p: 1.5,
        borderRadius: 1.5,
        border: `1px solid ${theme.palette.kubemate.health.warning.border}`,
        bgcolor: 'kubemate.health.warning.bg',
        display: 'flex',
        flexDirection: 'column',
        gap: 1,
      })}
    >
      <Box sx={{ display: 'flex', gap: 1 }}>
        <Box sx={{ display: 'flex', color: 'kubemate.health.warning.fg', mt: '2px' }}>
          <RiShieldKeyholeLine size={16} aria-hidden />
        </Box>
        <Typography variant="body2">
          {guard.why}
          {'. '}
          {guard.kind === 'approval' && t('operation.approvalExplained', { hours: String(hours) })}
        </Typography>
      </Box>
      {guard.kind === 'typed' ? (
        <TextField
          label={t('operation.typeText', { text: guard.text })}
          value={value.confirm}
          onChange={event => onChange({ ...value, confirm: event.target.value })}
          autoComplete="off"
          spellCheck={false}
          size="small"
          fullWidth
        />
      ) : (
        <TextField
          label={t('operation.reason')}
          helperText={t('operation.reasonHint')}
          value={value.reason}
          onChange={event => onChange({ ...value, reason: event.target.value })}
          inputProps={{ maxLength: 500 }}
          size="small"
          multiline
          minRows={2}
          fullWidth
        />
      )}
    </Box>
  );
}
